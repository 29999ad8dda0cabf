// SPDX-License-Identifier: Apache-2.0

import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs the program as containers and plug-ins do, by class loaders of their own: {@code PARENT-JARS CHILD-JARS
 * [context]}, where {@code context} makes the child the context class loader of the thread; or from a layer of modules of
 * its own: {@code layer MODULE-PATH}. Jars are separated as on a class path.
 */
final class Loaders {
    private Loaders() {}

    public static void main(String[] args) throws ReflectiveOperationException, MalformedURLException {
        ClassLoader loader;
        if (args[0].equals("layer")) {
            loader = layer(args[1]);
        } else {
            ClassLoader parent = new URLClassLoader("shared", urls(args[0]), ClassLoader.getPlatformClassLoader());
            loader = new URLClassLoader("plug-in", urls(args[1]), parent);
        }
        if (args.length > 2) {
            Thread.currentThread().setContextClassLoader(loader);
        }
        loader.loadClass("consumer.Main").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }

    private static ClassLoader layer(String path) {
        ModuleFinder finder = ModuleFinder.of(Stream.of(path.split(":")).map(Path::of).toArray(Path[]::new));
        ModuleLayer boot = ModuleLayer.boot();
        Configuration modules =
                boot.configuration().resolveAndBind(finder, ModuleFinder.of(), Set.of("consumer"));
        return boot.defineModulesWithOneLoader(modules, ClassLoader.getPlatformClassLoader()).findLoader("consumer");
    }

    private static URL[] urls(String path) throws MalformedURLException {
        List<String> files = path.isEmpty() ? List.of() : List.of(path.split(":"));
        URL[] urls = new URL[files.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = Path.of(files.get(i)).toUri().toURL();
        }
        return urls;
    }
}
