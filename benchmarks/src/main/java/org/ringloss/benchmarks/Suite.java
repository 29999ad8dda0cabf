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
 */
record Suite(String name, Class<?> type, boolean quick) {
    /** The class of the suite that only a build with PyTorch has. */
    private static final String LIBTORCH = "org.ringloss.benchmarks.Libtorch";

    /** All suites of this build, in the order of a full run. */
    static List<Suite> all() {
        List<Suite> suites = new ArrayList<>(List.of(
                of(Peers.class, true),
                of(Limits.class, true),
                of(Shapes.class, true),
                of(MixedShapes.class, false),
                of(Widths.class, false),
                of(Penalties.class, false),
                of(AddMode.class, false),
                of(Threads.class, false),
                of(SmallCalls.class, false),
                of(Kernels.class, false),
                of(ColdStart.class, false)));
        try {
            suites.add(of(Class.forName(LIBTORCH), false));
        } catch (ClassNotFoundException e) {
            // A build without PyTorch.
        }
        return suites;
    }

    private static Suite of(Class<?> type, boolean quick) {
        return new Suite(kebab(type.getSimpleName()), type, quick);
    }

    static String kebab(String camel) {
        return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /** Whether its calls take turns. */
    boolean inTurns() {
        return Interleaved.class.isAssignableFrom(type);
    }

    /** Matches the full names of its benchmarks. */
    String include() {
        return "^" + type.getName().replace(".", "\\.") + "\\.";
    }
}
