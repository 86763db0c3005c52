package io.serai;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.testcontainers.DockerClientFactory;

/**
 * What tests need of the machine: {@code docker}, {@code compose}, or a program by its name. Where it is missing they are skipped; if
 * the environment variable {@code SERAI_TESTS_REQUIRE} names it, separated by commas, they fail.
 */
public final class Needs {
    private static final Set<String> REQUIRED = named(System.getenv().getOrDefault("SERAI_TESTS_REQUIRE", ""));

    private Needs() {}

    static Set<String> named(String list) {
        return Set.copyOf(List.of(list.strip().split("\\s*,\\s*")));
    }

    public static void docker() {
        check("docker", dockerIsThere());
    }

    /** On the path. */
    public static void program(String name) {
        check(name, programIsThere(name));
    }

    public static void check(String what, boolean there) {
        check(what, there, REQUIRED);
    }

    static void check(String what, boolean there, Set<String> required) {
        if (!there && required.contains(what))
            throw new AssertionError("there is no " + what + " on this machine, and SERAI_TESTS_REQUIRE names it");
        assumeTrue(there, "there is no " + what + " on this machine: not tested");
    }

    public static boolean dockerIsThere() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    public static boolean programIsThere(String name) {
        return List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}
