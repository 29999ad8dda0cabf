// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.net.URL;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;
import org.ringloss.internal.BackendProvider;
import org.ringloss.internal.Version;

/** Why the service loader gave no SIMD backend: one sentence, which ends in what to do about it. */
final class MissingSimd {
    private static final String SERVICE = BackendProvider.class.getName();

    /** From the name of the service, so that it is right where both were relocated. */
    private static final String PROVIDER =
            SERVICE.substring(0, SERVICE.lastIndexOf(".internal.")) + ".simd.SimdBackendProvider";

    private static final String SHADING = "where jars are merged or relocated, META-INF/services must be, too:"
            + " maven-shade-plugin does so with"
            + " <transformer implementation=\"org.apache.maven.plugins.shade.resource.ServicesResourceTransformer\"/>";

    private MissingSimd() {}

    /** No provider was found. */
    static String notFound() {
        ClassLoader loader = BackendProvider.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (isInImage()) {
            return "this image has no module org.ringloss.simd; add --add-modules=org.ringloss.simd to the jlink command";
        }
        if (sees(loader)) {
            return "ringloss-simd is there, but no file META-INF/services/" + SERVICE + " names it; " + SHADING;
        }
        if (sees(context)) {
            return "the class loader of ringloss-api (" + name(loader)
                    + ") does not see ringloss-simd, only the context" + " class loader of this thread ("
                    + name(context) + ") does; load both jars by the same class loader";
        }
        if (loader == ClassLoader.getSystemClassLoader()) {
            return "ringloss-simd is not on the " + path() + ", where ringloss-api is; add " + coordinates() + " there";
        }
        return "neither the class loader of ringloss-api (" + name(loader)
                + ") nor the context class loader of this thread (" + name(context) + ") sees ringloss-simd; add "
                + coordinates() + " where ringloss-api is";
    }

    /** A provider was found, but does not load or does not fit. */
    static String broken(Throwable e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof IllegalAccessError && BackendProvider.class.getModule().isNamed()) {
            return "ringloss-api is on the module path, ringloss-simd on the class path; put both on the module path";
        }
        if (message.equals(SERVICE.replace('.', '/')) || message.endsWith(" not a subtype")) {
            return "the class loader of ringloss-simd does not see this ringloss-api, which is loaded by "
                    + name(BackendProvider.class.getClassLoader()) + "; load both jars by the same class loader";
        }
        return "ringloss-simd cannot be loaded (" + e + "); use ringloss-api and ringloss-simd of the same version; "
                + SHADING;
    }

    private static boolean isInImage() {
        CodeSource source = BackendProvider.class.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        return location != null && location.getProtocol().equals("jrt");
    }

    private static boolean sees(@Nullable ClassLoader loader) {
        try {
            Class.forName(PROVIDER, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static String path() {
        return BackendProvider.class.getModule().isNamed() ? "module path" : "class path";
    }

    private static String coordinates() {
        String version = Backends.VERSION;
        return "org.ringloss:ringloss-simd" + (version.equals(Version.UNKNOWN) ? "" : ":" + version);
    }

    private static String name(@Nullable ClassLoader loader) {
        if (loader == null) {
            return "none";
        }
        String name = loader.getName();
        return (name == null ? "" : "'" + name + "', ") + loader.getClass().getName() + "@"
                + Integer.toHexString(System.identityHashCode(loader));
    }
}
