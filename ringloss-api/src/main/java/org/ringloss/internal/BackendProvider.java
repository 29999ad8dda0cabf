// SPDX-License-Identifier: Apache-2.0
package org.ringloss.internal;

/** A backend on offer, found by {@link java.util.ServiceLoader}. Loading it must not load a vector class. */
public interface BackendProvider {
    /**
     * The version of the jar that offers it. Only jars of the same version fit.
     *
     * @return the version, or {@link Version#UNKNOWN}
     */
    String version();

    /**
     * Why this backend should not run here, as one sentence that a user can act on.
     *
     * @param forced whether the user asked for this backend by name: then only what makes it impossible counts, not
     *     what makes it slow
     * @return the reason, or an empty string if it should run
     */
    String refusal(boolean forced);

    /** The backend. Called only when there is no refusal. */
    Backend create();
}
