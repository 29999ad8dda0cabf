package org.ringloss.simd;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
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
        String refusal = Lanes.refusal();
        if (refusal.isEmpty() && !forced && Lanes.BITS == 128 && x86WithoutAvx()) {
            return "the CPU has no AVX, or -XX:UseAVX=0 hides it, without which the JVM does not compile the vector"
                    + " conversions; the scalar backend is the faster one here";
        }
        return refusal;
    }

    /** Asked only of narrow x86 machines: loading the management classes takes time. */
    private static boolean x86WithoutAvx() {
        String arch = System.getProperty("os.arch", "");
        if (!arch.equals("amd64") && !arch.equals("x86_64")) {
            return false;
        }
        try {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .getVMOption("UseAVX")
                    .getValue()
                    .equals("0");
        } catch (LinkageError | RuntimeException e) {
            // No management module, or another JVM: nothing speaks against vectors.
            return false;
        }
    }

    @Override
    public Backend create() {
        return new SimdBackend();
    }
}
