package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What migrations keep to, as they run beside older replicas. */
class MigrationsTest {
    private static final Pattern VERSION = Pattern.compile("V(\\d+)(?:_\\d+)?__[a-z_]+\\.sql");
    private static final Pattern CREATED = Pattern.compile("(?i)\\bCREATE\\s+TABLE\\s+(\\w+)");
    private static final Pattern INDEXED =
            Pattern.compile("(?i)\\bCREATE\\s+(?:UNIQUE\\s+)?INDEX\\s+(?!IF\\s)\\w+\\s+ON\\s+(\\w+)");
    private static final Pattern LOCKED = Pattern.compile(
            "(?i)\\b(?:ALTER\\s+TABLE|DROP\\s+TABLE|INSERT\\s+INTO|UPDATE|DELETE\\s+FROM|INDEX\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?\\w+\\s+ON)\\s+(\\w+)");

    /** Those before had no older replicas. */
    static Stream<Path> fromTheThirteenth() throws IOException {
        return from(13);
    }

    /** One of those before makes an index all the same; it is in use and stays as it is. */
    static Stream<Path> fromTheFifteenth() throws IOException {
        return from(15);
    }

    private static Stream<Path> from(int version) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            return files.filter(file -> version(file) >= version).sorted().toList().stream();
        }
    }

    private static int version(Path file) {
        Matcher matcher = VERSION.matcher(file.getFileName().toString());
        assertThat(matcher.matches()).as(file + " is named V1__name.sql").isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    /** A database that ran it keeps its checksum, and one in which it is another refuses to start. */
    @Test
    void aMigrationIsNeverEdited(@TempDir Path folder) throws IOException {
        Map<String, Integer> listed = Files.readAllLines(Path.of("src/test/resources/migrations.txt")).stream()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[0], words -> Integer.valueOf(words[1])));
        try (SqlStore store = TestStore.open(folder)) {
            Map<String, Integer> ran = store
                    .read(tx -> tx.query(
                            "SELECT script, checksum FROM flyway_schema_history WHERE version IS NOT NULL",
                            row -> Map.entry(row.getString(1), row.getInt(2))))
                    .stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            assertThat(ran)
                    .as(
                            "Migrations are never edited: take back what was changed and write a new one, whose file name and checksum"
                                    + " are added to src/test/resources/migrations.txt")
                    .isEqualTo(listed);
        }
    }

    /** Each is one transaction; two tables in it would be a deadlock with a replica that uses them in the other order, and then the start fails. */
    @ParameterizedTest
    @MethodSource("fromTheThirteenth")
    void aMigrationLocksOnlyOneTableThatIsInUse(Path file) throws IOException {
        String sql = Files.readString(file).replaceAll("--.*", "");
        Set<String> locked = names(LOCKED, sql);
        locked.removeAll(names(CREATED, sql));
        assertThat(locked).hasSizeLessThan(2);
    }

    /** Who has many rows makes it before, CONCURRENTLY; made by the migration it holds up whoever writes to the table. */
    @ParameterizedTest
    @MethodSource("fromTheFifteenth")
    void anIndexOfATableThatIsInUseMayBeThereAlready(Path file) throws IOException {
        String sql = Files.readString(file).replaceAll("--.*", "");
        Set<String> indexed = names(INDEXED, sql);
        indexed.removeAll(names(CREATED, sql));
        assertThat(indexed).isEmpty();
    }

    private static Set<String> names(Pattern pattern, String sql) {
        Set<String> names = new TreeSet<>();
        pattern.matcher(sql).results().forEach(found -> names.add(found.group(1)));
        return names;
    }
}
