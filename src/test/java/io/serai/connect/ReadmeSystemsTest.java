package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of README name every kind of system that there is, with every way to log in. */
class ReadmeSystemsTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @ParameterizedTest
    @EnumSource(Kind.class)
    void eachKindHasItsWaysToLogIn(Kind kind) {
        List<String> ways = new ArrayList<>();
        for (List<String> row : rows("| kind | `auth` | needs |")) {
            boolean ofBrokers = row.get(0).equals("both") && kind.clustered();
            if (ofBrokers || row.get(0).equals("`" + kind.label() + "`")) ways.addAll(codes(row.get(1)));
        }
        assertThat(ways).containsExactlyInAnyOrderElementsOf(kind.auths());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void eachKindIsInTheTableOfSystems(Kind kind) {
        List<List<String>> rows = rows("| system | in | out | login | limits honoured | not covered |");

        assertThat(rows).allSatisfy(row -> assertThat(row).hasSize(6));
        assertThat(rows).filteredOn(row -> isAbout(row, kind)).as(kind.label()).hasSize(1);
    }

    /** A vendor's product by its name, what people bring themselves by what they bring. */
    private static boolean isAbout(List<String> row, Kind kind) {
        return switch (kind) {
            case REST -> row.get(0).contains("REST API");
            case RABBITMQ, KAFKA ->
                String.join(" ", row).toLowerCase(Locale.ROOT).contains(kind.label());
            default ->
                row.get(0).toLowerCase(Locale.ROOT).contains(kind.label())
                        && !row.get(1).isEmpty();
        };
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** @param head first line of the table */
    private static List<List<String>> rows(String head) {
        try {
            List<String> lines = Files.readAllLines(Path.of("README.md"));
            assertThat(lines).contains(head);
            return lines.subList(lines.indexOf(head) + 2, lines.size()).stream()
                    .takeWhile(line -> line.startsWith("|"))
                    .map(ReadmeSystemsTest::cells)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1, line.lastIndexOf('|')).split("\\|", -1)) cells.add(cell.strip());
        return cells;
    }
}
