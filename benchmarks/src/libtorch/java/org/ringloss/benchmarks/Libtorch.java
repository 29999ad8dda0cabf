// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Param;

/** Both passes: this library against PyTorch's eager mode on one thread. In the build with the profile libtorch only. */
public class Libtorch extends Interleaved {
    @Param({"256x16", "1024x64", "256x128", "256x512", "512x1024", "4096x512", "65536x512"})
    public String shape = "1x1";

    @Override
    Map<String, Callable<DoubleSupplier>> calls() {
        Batch batch = new Batch(shape);
        Map<String, Callable<DoubleSupplier>> calls = new LinkedHashMap<>();
        calls.put("ringloss", () -> new Fused(batch)::forwardBackward);
        calls.put("libtorch", () -> new TorchLoss(batch)::forwardBackward);
        return calls;
    }
}
