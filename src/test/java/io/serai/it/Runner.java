package io.serai.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the build made, of which {@code serai.runner} tells the path: a jar, or a native executable. */
final class Runner {
    private Runner() {}

    /**
     * The command that starts it.
     *
     * @param options such as {@code -Xmx256m} and {@code -Dname=value}, which a native executable takes as a JVM does
     */
    static List<String> command(List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        String runner = System.getProperty("serai.runner");
        if (isNative()) {
            command.add(runner);
            command.addAll(options);
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            command.addAll(List.of("-jar", runner));
        }
        command.addAll(arguments);
        return command;
    }

    /** Options of a process that starts quickly and needs not become fast; a native executable needs none. */
    static List<String> quickStart() {
        return isNative() ? List.of() : ClassArchive.options();
    }

    static boolean isNative() {
        return !System.getProperty("serai.runner").endsWith(".jar");
    }
}
