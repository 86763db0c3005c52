package io.serai.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.message.Finding;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong in a file is told with its line and column, all at once, and with what may have been meant. */
class MappingFindingsTest {
    @TempDir
    Path path;

    private TableFolder folder;

    @BeforeEach
    void anEmptyFolder() {
        folder = new TableFolder(path);
    }

    @Test
    void allFindingsOfATableAreToldWithTheirPlaces() {
        folder.inbound("""
                emial: .mail
                points: { from: .p, type: integr }
                level: { from: .l, requird: true }
                name: .name | nosuchfunction
                born: { from: .b, type: money }
                since: { from: .s, zone: Mars }
                balance: .a[
                friend: $nobody
                """);

        assertThat(folder.findings())
                .containsExactly(
                        "in.mapping.yaml:6:3: unknown field of the model 'emial'; did you mean 'email'?",
                        "in.mapping.yaml:7:29: unknown type 'integr'; did you mean 'integer'?",
                        "in.mapping.yaml:8:22: unknown field option 'requird'; did you mean 'required'?",
                        "in.mapping.yaml:9:9: not valid jq: Function nosuchfunction/0 does not exist",
                        "in.mapping.yaml:10:27: the model says that 'born' is date, not money",
                        "in.mapping.yaml:11:28: unknown time zone 'Mars'; expected one such as UTC or Europe/Warsaw",
                        folder.findings().get(6),
                        "in.mapping.yaml:13:11: unknown variable '$nobody'; known: $kind, $record, $system, $there, $version");
        assertThat(folder.findings().get(6)).startsWith("in.mapping.yaml:12:12: not valid jq: ");
        assertThat(folder.load().plans()).isEmpty();
    }

    @Test
    void whatAnOutboundTableReadsMustBeInTheModel() {
        folder.outbound("""
                A: .nmae
                B: .home.town
                C: (.lines // []) | length
                D: '[.orders[] | select(.anything)] | length'
                E: { from: .orders, fields: { Sku: .sku, X: .skuu } }
                F: { link: person, from: .level }
                G: { link: persom, from: .friend }
                """);

        assertThat(folder.findings())
                .containsExactly(
                        "out.mapping.yaml:5:6: unknown field of the model 'nmae'; did you mean 'name'?",
                        "out.mapping.yaml:6:6: unknown field of the model 'town'; known: city, country",
                        "out.mapping.yaml:7:6: unknown field of the model 'lines'; known: balance, born, email, friend, home,"
                                + " level, name, orders, points, since",
                        "out.mapping.yaml:9:47: unknown field of the model 'skuu'; did you mean 'sku'?",
                        "out.mapping.yaml:10:28: the model does not say that this field is a reference to person",
                        "out.mapping.yaml:11:14: unknown entity 'persom'; did you mean 'person'?",
                        "out.mapping.yaml:11:28: the model does not say that this field is a reference to persom");
    }

    @Test
    void expressionsThatReadOnlyWhatExistsAreNotSuspected() {
        folder.outbound("""
                A: .orders | map(.sku) | join(",")
                B: '.orders | map({s: .sku, t: .total}) | length'
                C: 'if .level == "x" then .name else .email end'
                D: reduce .orders[] as $o (0; . + $o.amount)
                E: '"\\(.name) of \\(.home.city // "nowhere")"'
                F: '[.orders[]? | select(.amount > 1.5)][0].sku'
                G: first(.orders[] | .whatever)
                H: '{a: .name, b: .level} | tojson'
                I: .name as $n | .level + $n
                """);

        assertThat(folder.findings()).isEmpty();
    }

    @Test
    void aTableMustBeWholeAndBearTheNameOfItsFile() {
        folder.write("shop/in.mapping.yaml", """
                mapping: other
                from: { system: shop, colour: red }
                to: persn
                when: [1]
                fields: {}
                """)
                .write("shop/in.tests.yaml", "[]")
                .write("shop/two.mapping.yaml", "mapping: two")
                .write("shop/both.mapping.yaml", "{ mapping: both, from: person, to: person, fields: {} }");

        assertThat(folder.findings())
                .containsExactly(
                        "both.mapping.yaml:1:36: one of 'from' and 'to' must be an entity, the other { system, object }",
                        "in.mapping.yaml:1:1: 'id' is missing: the id that the record has in its system",
                        "in.mapping.yaml:1:10: the table must have the name of its file, not 'other'",
                        "in.mapping.yaml:2:23: unknown 'from' option 'colour'; known: object, system",
                        "in.mapping.yaml:3:5: unknown entity 'persn'; did you mean 'person'?",
                        "in.mapping.yaml:4:7: must be an expression, not a list",
                        "two.mapping.yaml:1:1: 'from' is missing",
                        "two.mapping.yaml:1:1: 'to' is missing",
                        "two.mapping.yaml:1:1: 'fields' is missing");
    }

    @Test
    void brokenYamlIsToldWithItsPlace() {
        folder.write("shop/in.mapping.yaml", "mapping: in\nfrom: { system\n").write("shop/empty.mapping.yaml", "");

        assertThat(folder.findings()).hasSize(2);
        assertThat(folder.findings().get(0)).isEqualTo("empty.mapping.yaml:1:1: the file is empty");
        assertThat(folder.findings().get(1)).startsWith("in.mapping.yaml:3:1: not valid YAML: ");
    }

    @Test
    void aKeyGivenTwiceIsAFinding() {
        folder.inbound("name: .a\nname: .b");

        assertThat(folder.findings()).containsExactly("in.mapping.yaml:7:3: 'name' is given twice");
    }

    @Test
    void entitiesAndValueTablesAreCheckedToo() {
        folder.write("model/thing.yaml", """
                entity: thing
                match: [sku]
                fields:
                  name:  { type: strng, master: {} }
                  owner: { type: reference, entity: nobody }
                  other: { type: string, entity: person, fields: {} }
                """).write("tables/t.yaml", "table: t\nvalues: { a: [1] }");

        assertThat(folder.findings())
                .containsExactly(
                        "thing.yaml:2:9: unknown field of the model 'sku'; known: name, other, owner",
                        "thing.yaml:4:18: unknown type 'strng'; did you mean 'string'?",
                        "thing.yaml:4:33: 'master' must be latest, a system, or a list of systems",
                        "thing.yaml:5:37: unknown entity 'nobody'; known: person, thing",
                        "thing.yaml:6:10: field 'other': 'type: reference' and 'entity' belong together",
                        "thing.yaml:6:50: only an array or object has 'fields'",
                        "t.yaml:2:14: a value must be a single one, not a list");
    }

    @Test
    void tablesOfStoresAreUsedWithTheSystemAndAllTheirColumns() {
        folder.write("tables/stores.yaml", """
                table: stores
                perSystem: true
                values:
                  crm-1:1: { level: gold, name: one }
                  crm-1:2: { level: gold, nmae: two }
                  crm-1:3: gold
                  4: { level: gold, name: four }
                """)
                .write("tables/plain.yaml", "table: plain\nperSystem: true\nvalues: { crm-1:1: gold }");

        assertThat(folder.findings())
                .containsExactly(
                        "stores.yaml:5:12: the columns must be those of the first row, [level, name], not [level, nmae]",
                        "stores.yaml:6:12: must be a map as the other rows are, not text",
                        "stores.yaml:7:6: a key of a table that is perSystem must be <system>:<id>, not '4'");

        folder.write("tables/stores.yaml", "table: stores\nperSystem: true\nvalues: { crm-1:1: { level: gold } }");
        folder.inbound("""
                level: { from: .store, table: stores.level }
                name: { from: .store, table: plain }
                since: { from: .store, table: stores }
                """);
        assertThat(folder.findings())
                .containsExactly(
                        "in.mapping.yaml:6:33: the keys of stores.level are <system>:<id>: 'from' must begin with $system + \":\" +",
                        "in.mapping.yaml:7:32: the keys of plain are <system>:<id>: 'from' must begin with $system + \":\" +",
                        "in.mapping.yaml:8:33: unknown value table 'stores'; known: plain, stores.level");
    }

    @Test
    void optionsThatContradictEachOtherAreFindings() {
        folder.inbound("""
                name: { from: .a, truncate: true }
                level: { from: .a, otherwise: keep }
                points: { from: .a, default: many }
                email: { from: .a, link: person }
                balance: { from: .a, required: true, requiredWhen: .b }
                since: {}
                born: { from: .a, otherwise: unsaid, default: 2000-01-01 }
                """);

        assertThat(folder.findings())
                .containsExactly(
                        "in.mapping.yaml:6:31: 'truncate' needs 'maxLength'",
                        "in.mapping.yaml:7:33: 'otherwise: keep' needs 'table'",
                        "in.mapping.yaml:8:32: 'default' is not of type integer: expected a whole number",
                        "in.mapping.yaml:9:28: 'link' is for tables to a system",
                        "in.mapping.yaml:10:54: 'required' and 'requiredWhen' exclude each other",
                        "in.mapping.yaml:11:10: 'from' is missing",
                        "in.mapping.yaml:12:49: 'otherwise: unsaid' and 'default' exclude each other");
    }

    @Test
    void aFailingTestIsAFindingWhereItsExpectationStands() {
        folder.inbound("name: { from: .name, required: true }\npoints: .points").write("shop/in.tests.yaml", """
                - name: wrong value
                  input: { id: 1, name: A, points: 1 }
                  id: "2"
                  expect: { name: B, level: x }
                - name: no error
                  input: { id: 1, name: A }
                  errors: [name]
                - name: another error
                  input: { id: 1, points: x }
                  errors: { name: a number }
                - name: not skipped
                  input: { id: 1, name: A }
                  skipped: true
                - name: unclear
                  input: {}
                - name: good
                  input: { id: 1, name: A, points: 1.0 }
                  expect: { name: A, points: 1 }
                """);

        assertThat(folder.findings())
                .containsExactly(
                        "in.tests.yaml:4:11: test 'wrong value': name: expected \"B\", but it is \"A\"",
                        "in.tests.yaml:4:11: test 'wrong value': level: expected \"x\", but it is absent",
                        "in.tests.yaml:4:11: test 'wrong value': points: expected to be absent, but it is 1",
                        "in.tests.yaml:4:11: test 'wrong value': id: expected 2, but it is 1",
                        "in.tests.yaml:7:11: test 'no error': expected errors, but it was mapped",
                        "in.tests.yaml:10:11: test 'another error': name: expected an error with 'a number', but it is:"
                                + " name: expected a value",
                        "in.tests.yaml:10:11: test 'another error': unexpected error: points: expected a whole number,"
                                + " got 'x'",
                        "in.tests.yaml:13:12: test 'not skipped': expected to be skipped, but it was mapped",
                        "in.tests.yaml:14:3: a test must have one of 'expect', 'errors', 'waits' and 'skipped'");
    }

    @Test
    void aTableWithoutTestsIsAWarningOnly() {
        folder.write(
                "shop/in.mapping.yaml",
                "{ mapping: in, from: { system: shop }, to: person, id: .id, fields: { name: .n } }");

        Mappings mappings = folder.load();

        assertThat(mappings.findings()).singleElement().matches(finding -> !finding.isError());
        assertThat(mappings.find("in")).isPresent();
    }

    @Test
    void aFolderThatIsNotThereIsAFinding() {
        Mappings mappings = Mappings.load(path.resolve("nowhere"));

        assertThat(mappings.findings()).singleElement().matches(Finding::isError);
        assertThat(mappings.findings().get(0).message()).contains("serai.mappings");
    }

    @Test
    void oneNameIsOneTable() {
        folder.inbound("name: .n");
        folder.write(
                        "shop2/in.mapping.yaml",
                        "{ mapping: in, from: { system: shop }, to: person, id: .id, fields: { name: .n } }")
                .write("shop2/in.tests.yaml", "[]");

        assertThat(folder.findings()).singleElement().asString().contains("there is a table 'in' in");
    }
}
