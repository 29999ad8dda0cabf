// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.training;

import ai.djl.engine.Engine;

/** The engine that DJL runs on. */
public final class PyTorch {
    /** Its name in DJL. */
    public static final String ENGINE = "PyTorch";

    private PyTorch() {}

    /** The engine and its version. */
    public static String describe() {
        return "DJL " + Engine.getDjlVersion() + ", PyTorch "
                + Engine.getEngine(ENGINE).getVersion();
    }

    /** Says how the engine has to load; must be called before anything of DJL is. */
    public static void configure(int threads) {
        // All native code is on the class path: nothing is fetched, no usage is reported.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.default_engine", ENGINE);
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    }
}
