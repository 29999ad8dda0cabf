package org.ringloss.simd;

import org.ringloss.internal.Backend;
import org.ringloss.internal.BackendProvider;

/** Decides whether vectors are worth it in this JVM. Checks come in an order in which each is safe to make. */
public final class SimdBackendProvider implements BackendProvider {
    private static final String MODULE = "jdk.incubator.vector";

    /** For {@link java.util.ServiceLoader}. */
    public SimdBackendProvider() {}

    @Override
    public String refusal(boolean forced) {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return "module " + MODULE + " is not resolved; start java with --add-modules " + MODULE;
        }
        if (!forced) {
            String mode = System.getProperty("java.vm.info", "");
            if (mode.contains("interpreted")) {
                return "the JVM only interprets (" + mode + "), where vectors are slow; start java without -Xint";
            }
            if (mode.contains("emulated-client")) {
                return "the JVM's C2 compiler is off (" + mode
                        + "), without which vectors are slow; start java without -XX:TieredStopAtLevel";
            }
            String vm = System.getProperty("java.vm.name", "");
            if (vm.contains("OpenJ9")) {
                return "vectors are slow on " + vm + "; start a HotSpot JVM";
            }
        }
        // The first line here that loads a vector class.
        return Lanes.refusal();
    }

    @Override
    public Backend create() {
        return new SimdBackend();
    }
}
