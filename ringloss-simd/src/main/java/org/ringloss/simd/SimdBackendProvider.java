// SPDX-License-Identifier: Apache-2.0
package org.ringloss.simd;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.util.function.Supplier;
import org.ringloss.internal.Backend;
import org.ringloss.internal.BackendProvider;
import org.ringloss.internal.Version;

/** Decides whether vectors are worth it in this JVM. Checks come in an order in which each is safe to make. */
public final class SimdBackendProvider implements BackendProvider {
    private static final String MODULE = "jdk.incubator.vector";

    /** For {@link java.util.ServiceLoader}. */
    public SimdBackendProvider() {}

    @Override
    public String version() {
        return Version.read(SimdBackendProvider.class.getResourceAsStream(Version.FILE));
    }

    @Override
    public String refusal(boolean forced) {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return ofRuntime(ModuleFinder.ofSystem().find(MODULE).isPresent());
        }
        String refusal =
                forced ? "" : ofJvm(System.getProperty("java.vm.info", ""), System.getProperty("java.vm.name", ""));
        // Lanes is the first class here that loads vectors.
        if (refusal.isEmpty()) {
            refusal = Lanes.refusal();
        }
        if (refusal.isEmpty() && !forced && Lanes.BITS == 128) {
            refusal = ofNarrowCpu(System.getProperty("os.arch", ""), SimdBackendProvider::useAvx);
        }
        return refusal;
    }

    /** The flag would keep a runtime that lacks the module from starting. */
    static String ofRuntime(boolean hasModule) {
        return hasModule
                ? "module " + MODULE + " is not resolved; start java with --add-modules=" + MODULE
                : "this Java runtime has no module " + MODULE + "; add --add-modules=" + MODULE
                        + " to the jlink command that made it and to that which starts java";
    }

    static String ofJvm(String mode, String name) {
        if (mode.contains("interpreted")) {
            return "the JVM only interprets (" + mode + "), where vectors are slow; start java without -Xint";
        }
        if (mode.contains("emulated-client")) {
            return "the JVM's C2 compiler is off (" + mode
                    + "), without which vectors are slow; start java without -XX:TieredStopAtLevel";
        }
        if (name.contains("OpenJ9")) {
            return "vectors are slow on " + name + "; start a HotSpot JVM";
        }
        return "";
    }

    /** The flag is asked for on x86 alone: loading the management classes takes time. */
    static String ofNarrowCpu(String arch, Supplier<String> useAvx) {
        boolean x86 = arch.equals("amd64") || arch.equals("x86_64");
        return x86 && useAvx.get().equals("0")
                ? "the CPU has no AVX, or -XX:UseAVX=0 hides it, without which the JVM does not compile the vector"
                        + " conversions; the scalar backend is the faster one here"
                : "";
    }

    private static String useAvx() {
        try {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .getVMOption("UseAVX")
                    .getValue();
        } catch (LinkageError | RuntimeException e) {
            // No management module, or another JVM: nothing speaks against vectors.
            return "";
        }
    }

    @Override
    public Backend create() {
        return new SimdBackend();
    }
}
