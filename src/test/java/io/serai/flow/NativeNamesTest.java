package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What native executables find by its name is named for them, and what is named exists: an update of a library must not be forgotten there. */
class NativeNamesTest {
    private static final Path HINTS = Path.of("src/main/resources/META-INF/native-image");
    private static final Pattern CLASS =
            Pattern.compile("\\b(?:java|javax|com|io|net|org)(?:\\.[a-z][a-z0-9]*)+\\.[A-Z]\\w*");
    private static final String SERVICES = "META-INF/services/org/apache/camel/";

    /** Of these folders Camel Quarkus registers all; of the clouds' and the consoles' services there is no use. */
    private static final Pattern REGISTERED = Pattern.compile(
            "(?:cloud|configurer|dataformat|dev-console|invoke-on-header|language|management|model|resource-resolver|routes-loader|send-dynamic|urifactory)/.*"
                    + "|[^/]*|.*\\.json");

    @Test
    void everyClassThatTheShippedRoutesName() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Path file : files(Path.of("routes")))
            if (file.toString().matches(".*\\.(yaml|xml)"))
                CLASS.matcher(Files.readString(file)).results().forEach(found -> named.add(found.group()));
        assertThat(named).isNotEmpty();
        assertThat(types()).containsAll(named);
    }

    /** {@code serai check} looks at routes with a Camel that Quarkus has not prepared, and that finds all of it by name. */
    @Test
    void everyServiceOfCamel() throws IOException {
        Set<String> needed = new TreeSet<>();
        for (URL jar : Collections.list(getClass().getClassLoader().getResources(SERVICES)))
            if (jar.openConnection() instanceof JarURLConnection connection)
                try (JarFile file = new JarFile(connection.getJarFile().getName())) {
                    for (JarEntry entry : Collections.list(file.entries())) needed.addAll(classes(file, entry));
                }
        assertThat(needed).hasSizeGreaterThan(30);
        assertThat(types()).containsAll(needed);
    }

    @Test
    void everyNameIsThatOfAClassWithTheseMembers() throws Exception {
        List<JsonNode> hints = new ArrayList<>();
        for (JsonNode file : metadata()) file.path("reflection").forEach(hints::add);
        assertThat(hints).hasSizeGreaterThan(100);
        for (JsonNode hint : hints) {
            for (JsonNode each : hint.at("/type/proxy"))
                assertThat(load(each.asText())).isInterface();
            if (!hint.path("type").isTextual()) continue;
            Class<?> type = load(hint.get("type").asText());
            for (JsonNode method : hint.path("methods"))
                assertThat(names(type)).contains(method.get("name").asText());
            for (JsonNode field : hint.path("fields"))
                assertThat(type.getDeclaredField(field.get("name").asText())).isNotNull();
        }
    }

    private static Set<String> names(Class<?> type) {
        Set<String> names = new TreeSet<>(Set.of("<init>"));
        for (var method : type.getDeclaredMethods()) names.add(method.getName());
        return names;
    }

    private static Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name, false, NativeNamesTest.class.getClassLoader());
    }

    private static List<String> classes(JarFile jar, JarEntry entry) throws IOException {
        if (entry.isDirectory() || !entry.getName().startsWith(SERVICES)) return List.of();
        String name = entry.getName().substring(SERVICES.length());
        try (InputStream in = jar.getInputStream(entry)) {
            if (name.equals("TypeConverterLoader"))
                return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .toList();
            if (REGISTERED.matcher(name).matches()) return List.of();
            Properties service = new Properties();
            service.load(in);
            return List.of(service.getProperty("class"));
        }
    }

    private static Set<String> types() throws IOException {
        Set<String> types = new TreeSet<>();
        for (JsonNode file : metadata()) types.addAll(file.path("reflection").findValuesAsText("type"));
        return types;
    }

    private static List<JsonNode> metadata() throws IOException {
        return files(HINTS).stream()
                .filter(file -> file.endsWith("reachability-metadata.json"))
                .map(NativeNamesTest::read)
                .toList();
    }

    private static JsonNode read(Path file) {
        try {
            return Json.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
