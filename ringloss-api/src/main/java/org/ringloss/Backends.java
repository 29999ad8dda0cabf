// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.ringloss.internal.Backend;
import org.ringloss.internal.BackendProvider;
import org.ringloss.internal.ScalarBackend;

/** Chooses the backend, once, and says why. */
final class Backends {
    static final String BACKEND_PROPERTY = "ringloss.backend";

    private Backends() {}

    /** What runs, why, and whether a user could do something about it. */
    private record Choice(Backend backend, String reason, boolean actionable) {
        private Choice(Backend backend, String reason) {
            this(backend, reason, false);
        }
    }

    private static volatile @Nullable Choice chosen;

    /** Chosen at the first use, so that a program may set the property in its main method. */
    private static Choice chosen() {
        Choice choice = chosen;
        return choice != null ? choice : chooseOnce();
    }

    private static synchronized Choice chooseOnce() {
        Choice choice = chosen;
        if (choice == null) {
            choice = choose("system property " + BACKEND_PROPERTY, System.getProperty(BACKEND_PROPERTY, "auto"));
            chosen = choice;
            System.Logger.Level level = choice.actionable() ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG;
            System.getLogger("org.ringloss").log(level, "ringloss runs on the " + describe(choice));
        }
        return choice;
    }

    /**
     * The backend of a name, as the system property takes them.
     *
     * @throws IllegalArgumentException if there is no such name
     * @throws IllegalStateException if it is simd and cannot run here
     */
    static Backend named(String name) {
        Backend chosen = current();
        return name.equals("auto") || name.equals(chosen.name())
                ? chosen
                : choose("backend", name).backend();
    }

    static Backend current() {
        return chosen().backend();
    }

    static String describe() {
        return describe(chosen());
    }

    static BackendInfo info(Backend backend) {
        String reason = backend == current() ? chosen().reason() : "backend is " + backend.name();
        return new BackendInfo(backend.name(), backend.vectorBits(), reason);
    }

    private static String describe(Choice choice) {
        int bits = choice.backend().vectorBits();
        return choice.backend().name() + " backend" + (bits == 0 ? "" : ", " + bits + "-bit vectors") + ": "
                + choice.reason();
    }

    private static Choice choose(String argument, String wanted) {
        return switch (wanted) {
            case "scalar" -> new Choice(new ScalarBackend(), argument + " is scalar");
            case "simd" -> simd(argument, true);
            case "auto" -> simd(argument, false);
            default ->
                throw new IllegalArgumentException(argument + " is " + wanted + ", must be auto, scalar or simd");
        };
    }

    private static Choice simd(String argument, boolean forced) {
        String refusal = "ringloss-simd is not on the class path or module path; add it to get the SIMD backend";
        try {
            Iterator<BackendProvider> providers = ServiceLoader.load(
                            BackendProvider.class, BackendProvider.class.getClassLoader())
                    .iterator();
            if (providers.hasNext()) {
                BackendProvider provider = providers.next();
                refusal = provider.refusal(forced);
                if (refusal.isEmpty()) {
                    return new Choice(
                            provider.create(), forced ? argument + " is simd" : "the fastest that this JVM has");
                }
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            refusal = "the SIMD backend cannot be loaded: " + e;
        }
        if (forced) {
            throw new IllegalStateException(argument + " is simd, but that backend cannot run: " + refusal);
        }
        return new Choice(new ScalarBackend(), refusal, true);
    }
}
