package org.ringloss.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A class of benchmarks under the name that the command line and the results files use.
 *
 * @param name the class's name in kebab case
 * @param type the class
 * @param quick whether it belongs to a quick run
 * @param allocation whether to count the bytes that a call allocates
 */
record Suite(String name, Class<?> type, boolean quick, boolean allocation) {
    /** The class of the suite that only a build with PyTorch has. */
    private static final String LIBTORCH = "org.ringloss.benchmarks.Libtorch";

    /** All suites of this build, in the order of a full run. */
    static List<Suite> all() {
        List<Suite> suites = new ArrayList<>(List.of(
                of(Peers.class, true, true),
                of(Limits.class, true, false),
                of(Shapes.class, true, true),
                of(MixedShapes.class, false, true),
                of(Widths.class, false, false),
                of(Penalties.class, false, true),
                of(AddMode.class, false, true),
                of(Threads.class, false, false),
                of(SmallCalls.class, false, true),
                of(Kernels.class, false, false),
                of(ColdStart.class, false, false)));
        try {
            suites.add(of(Class.forName(LIBTORCH), false, false));
        } catch (ClassNotFoundException e) {
            // A build without PyTorch.
        }
        return suites;
    }

    private static Suite of(Class<?> type, boolean quick, boolean allocation) {
        return new Suite(kebab(type.getSimpleName()), type, quick, allocation);
    }

    static String kebab(String camel) {
        return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /** Matches the full names of its benchmarks. */
    String include() {
        return "^" + type.getName().replace(".", "\\.") + "\\.";
    }
}
