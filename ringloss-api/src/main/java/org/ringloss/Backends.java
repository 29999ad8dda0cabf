// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.ringloss.internal.Backend;
import org.ringloss.internal.BackendProvider;
import org.ringloss.internal.MaxVectorBits;
import org.ringloss.internal.ScalarBackend;
import org.ringloss.internal.Version;

/** Chooses the backend, once, and says why. */
final class Backends {
    static final String BACKEND_PROPERTY = "ringloss.backend";

    /** Of ringloss-api. */
    static final String VERSION = Version.read(Backends.class.getResourceAsStream(Version.FILE));

    private Backends() {}

    /** What runs, why, and whether a user could do something about it. */
    private record Choice(Backend backend, String reason, boolean actionable) {
        private Choice(Backend backend, String reason) {
            this(backend, reason, false);
        }
    }

    private static volatile @Nullable Choice chosen;

    /** Chosen at the first use, so that a program may set the properties in its main method. */
    private static Choice chosen() {
        Choice choice = chosen;
        return choice != null ? choice : chooseOnce();
    }

    private static synchronized Choice chooseOnce() {
        Choice choice = chosen;
        if (choice == null) {
            choice = choose("system property " + BACKEND_PROPERTY, System.getProperty(BACKEND_PROPERTY, "auto"));
            chosen = choice;
            System.Logger log = System.getLogger("org.ringloss");
            if (choice.actionable()) {
                log.log(
                        System.Logger.Level.WARNING,
                        describe(choice) + " (-D" + BACKEND_PROPERTY + "=scalar silences this warning)");
            } else {
                log.log(System.Logger.Level.DEBUG, describe(choice));
            }
        }
        return choice;
    }

    /**
     * The backend of a name. The one that this JVM would choose is neither looked for nor told.
     *
     * @throws IllegalStateException if it is simd and cannot run here
     */
    static Backend named(String name) {
        Choice choice = chosen;
        return choice != null && name.equals(choice.backend().name())
                ? choice.backend()
                : choose("backend", name).backend();
    }

    static Backend current() {
        return chosen().backend();
    }

    static String describe() {
        return describe(chosen());
    }

    static BackendInfo info(Backend backend) {
        Choice choice = chosen;
        String reason =
                choice != null && backend == choice.backend() ? choice.reason() : "backend is " + backend.name();
        return new BackendInfo(backend.name(), backend.vectorBits(), reason);
    }

    private static String describe(Choice choice) {
        int bits = choice.backend().vectorBits();
        return "ringloss " + VERSION + " runs on the " + choice.backend().name() + " backend"
                + (bits == 0 ? "" : ", " + bits + "-bit vectors") + ": " + choice.reason();
    }

    private static Choice choose(String argument, String wanted) {
        MaxVectorBits.read(); // what it cannot read is refused whichever backend will run
        return switch (wanted) {
            case "scalar" -> new Choice(new ScalarBackend(), argument + " is scalar");
            case "simd" -> simd(argument, true);
            case "auto" -> simd(argument, false);
            default ->
                throw new IllegalArgumentException(argument + " is " + wanted + ", must be auto, scalar or simd");
        };
    }

    private static Choice simd(String argument, boolean forced) {
        String refusal;
        try {
            Iterator<BackendProvider> providers = ServiceLoader.load(
                            BackendProvider.class, BackendProvider.class.getClassLoader())
                    .iterator();
            if (providers.hasNext()) {
                BackendProvider provider = providers.next();
                refusal = refusal(provider, forced);
                if (refusal.isEmpty()) {
                    return new Choice(
                            provider.create(), forced ? argument + " is simd" : "the fastest that this JVM has");
                }
            } else {
                refusal = MissingSimd.notFound();
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            refusal = MissingSimd.broken(e);
        }
        if (forced) {
            throw new IllegalStateException(argument + " is simd, but that backend cannot run: " + refusal);
        }
        return new Choice(new ScalarBackend(), refusal, true);
    }

    private static String refusal(BackendProvider provider, boolean forced) {
        String version = provider.version();
        return version.equals(VERSION)
                ? provider.refusal(forced)
                : "ringloss-simd is " + version + ", ringloss-api is " + VERSION + "; use the same version of both";
    }
}
