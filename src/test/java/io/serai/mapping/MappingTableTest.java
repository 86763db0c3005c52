package io.serai.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.message.LinkKey;
import io.serai.message.Links;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingTableTest {
    @TempDir
    Path path;

    private TableFolder folder;

    @BeforeEach
    void anEmptyFolder() {
        folder = new TableFolder(path);
    }

    @Test
    void aFieldTakesItsTypeFromTheModel() {
        folder.inbound("email: .mail\nborn: .dob\npoints: .points\nbalance: .money\nlevel: .level");

        assertBody(
                folder.map("{ id: 1, mail: A@B.DE, dob: 1988-04-02, points: '12', money: 3.1, level: 4 }"),
                "{ email: a@b.de, born: 1988-04-02, points: 12, balance: 3.10, level: '4' }");
    }

    @Test
    void anAbsentOrNullSourceGivesAnAbsentField() {
        folder.inbound(
                "email: .mail\nname: .deep.er.name\nlevel: .list[3]\nhome: { from: .address, fields: { city: .city } }");

        assertBody(folder.map("{ id: 1, mail: null, deep: {}, list: [] }"), "{}");
        assertBody(folder.map("{ id: 1, address: { city: null } }"), "{}");
    }

    @Test
    void aFieldThatIsToClearItsTargetWritesNull() {
        folder.outbound("City: { from: .home.city, clear: true }");

        assertBody(folder.map("{ name: A }"), "{ City: null, Key: r-1 }");
    }

    @Test
    void theKeyIsTheIdOfTheRecord() {
        folder.outbound("Name: .name");

        assertBody(folder.map("{ name: A }"), "{ Name: A, Key: r-1 }");
    }

    @Test
    void expressionsSeeTheVariables() {
        folder.outbound("A: $system\nB: '$kind + \"/\" + $record'\nC: $version + 1");

        assertBody(folder.map("{}"), "{ A: crm-1, B: crm/r-1, C: 8, Key: r-1 }");
    }

    @Test
    void aLetIsWorkedOutOnceAndSeenByPathsAndByJq() {
        folder.write("shop/in.mapping.yaml", """
                        mapping: in
                        from: { system: shop }
                        to: person
                        id: .id
                        let:
                          main: first(.addresses[] | select(.main))
                          city: $main.city
                        fields:
                          name: $main.name
                          level: $city + "!"
                        """).write("shop/in.tests.yaml", "[]");

        assertBody(
                folder.map("{ id: 1, addresses: [{ city: X }, { main: true, city: Y, name: N }] }"),
                "{ name: N, level: Y! }");
    }

    @Test
    void anAlternativeTakesTheFirstThatIsThere() {
        folder.inbound("name: .first // .second // \"none\"");

        assertBody(folder.map("{ id: 1, first: null, second: B }"), "{ name: B }");
        assertBody(folder.map("{ id: 1, first: false }"), "{ name: none }");
    }

    @Test
    void allErrorsAreFoundTogetherAndPersonalValuesAreMasked() {
        folder.inbound("""
                email: .mail
                points: .points
                name: { from: .name, required: true }
                home: { from: ., fields: { country: .country } }
                orders: { from: .orders, fields: { amount: .amount } }
                """);

        Mapped.Failed failed = (Mapped.Failed)
                folder.map("{ mail: hanna, points: many, country: Utopia, orders: [{ amount: 1 }, { amount: lots }] }");

        assertThat(failed.errors())
                .extracting(FieldError::toString)
                .containsExactly(
                        "id: expected a value",
                        "email: expected an e-mail address, got ***",
                        "points: expected a whole number, got 'many'",
                        "name: expected a value",
                        "home.country: expected a country code of ISO 3166-1, such as DE, got ***",
                        "orders[1].amount: expected an amount of money, got 'lots'");
        assertThat(failed.detail()).startsWith("in: id: expected a value; ").doesNotContain("hanna", "Utopia");
    }

    @Test
    void anOutboundFieldIsPersonalWhenWhatItReadsIs() {
        folder.outbound("""
                A: { from: .name, type: integer }
                B: { from: .level, type: integer }
                C: { from: .name + "x", type: integer }
                D: { from: .level + "x", type: integer }
                E: { from: .home.city, type: integer }
                """);

        Mapped.Failed failed = (Mapped.Failed) folder.map("{ name: Anna, level: gold, home: { city: Ulm } }");

        assertThat(failed.errors())
                .extracting(FieldError::value)
                .containsExactly("***", "'gold'", "***", "'goldx'", "***");
    }

    @Test
    void anErrorOfJqDoesNotTellTheValue() {
        folder.inbound("name: .name | tonumber\nlevel: .tags | join(\",\") | .x");

        Mapped.Failed failed = (Mapped.Failed) folder.map("{ id: 1, name: Secret Person, tags: [Secret] }");

        assertThat(failed.errors()).hasSize(2);
        assertThat(failed.detail()).contains("jq").doesNotContain("Secret");
    }

    @Test
    void aFieldMayBeRequiredOnlySometimes() {
        folder.inbound("name: { from: .name, requiredWhen: .vip }\nlevel: .level");

        assertBody(folder.map("{ id: 1, level: a }"), "{ level: a }");
        assertThat(folder.map("{ id: 1, vip: true }")).isInstanceOf(Mapped.Failed.class);
    }

    @Test
    void aDefaultStandsInForWhatIsAbsentOrBlank() {
        folder.inbound("level: { from: .level, default: basic }\npoints: { default: 0 }");

        assertBody(folder.map("{ id: 1, level: ' ' }"), "{ level: basic, points: 0 }");
        assertBody(folder.map("{ id: 1, level: gold }"), "{ level: gold, points: 0 }");
    }

    @Test
    void tooLongTextIsAnErrorUnlessItMayBeCut() {
        folder.outbound("A: { from: .name, maxLength: 3 }\nB: { from: .level, maxLength: 3, truncate: true }");

        assertBody(folder.map("{ name: abc, level: a😀cd }"), "{ A: abc, B: a😀c, Key: r-1 }");
        assertThat(((Mapped.Failed) folder.map("{ name: abcd }")).detail())
                .isEqualTo("out: A: expected at most 3 characters, got ***");
    }

    @Test
    void aPatternIsHeld() {
        folder.inbound("level: { from: .level, pattern: '[A-Z]{2}-[0-9]+' }");

        assertBody(folder.map("{ id: 1, level: AB-12 }"), "{ level: AB-12 }");
        assertThat(folder.map("{ id: 1, level: xAB-12 }")).isInstanceOf(Mapped.Failed.class);
    }

    @Test
    void aValueThatTheTableDoesNotKnowIsTreatedAsTheFieldSays() {
        folder.write("tables/t.yaml", "table: t\nvalues: { 1: one, x: null }");
        folder.inbound("""
                level: { from: .a, table: t }
                name: { from: .b, table: t, otherwise: keep }
                email: { from: .c, table: t, otherwise: absent }
                born: { from: .d, table: t, otherwise: 2000-01-01 }
                """);

        assertBody(
                folder.map("{ id: 1, a: 1, b: two, c: two, d: two }"), "{ level: one, name: two, born: 2000-01-01 }");
        assertBody(folder.map("{ id: 1, a: x }"), "{}");
        assertThat(((Mapped.Failed) folder.map("{ id: 1, a: two }")).detail())
                .isEqualTo("in: level: expected a key of the value table t, got 'two'");
    }

    @Test
    void ofAValueThatTheTableDoesNotKnowNothingMayBeSaid() {
        folder.write("tables/t.yaml", "table: t\nvalues: { 1: one, x: null }");
        folder.inbound("""
                level: { from: .a, table: t, otherwise: unsaid }
                points: { from: .b, otherwise: unsaid }
                """);

        Mapped unknown = folder.map("{ id: 1, a: two, b: many }");
        assertBody(unknown, "{}");
        assertThat(((Mapped.Done) unknown).unsaid()).containsExactlyInAnyOrder("level", "points");
        Mapped known = folder.map("{ id: 1, a: x, b: 3 }");
        assertBody(known, "{ points: 3 }");
        assertThat(((Mapped.Done) known).unsaid()).describedAs("there is none").isEmpty();
    }

    @Test
    void aTableWithColumnsIsATableForEachOfThem() {
        folder.write("tables/stores.yaml", """
                table: stores
                perSystem: true
                values:
                  crm-1:1: { level: gold, points: 5 }
                  crm-2:1: { level: null, points: 7 }
                """);
        folder.inbound("""
                level: { from: $system + ":" + (.store | tostring), table: stores.level, otherwise: absent }
                points: { from: $system + ":" + (.store | tostring), table: stores.points, otherwise: absent }
                """);

        assertBody(folder.map("{ id: 1, store: 1 }"), "{ level: gold, points: 5 }");
        assertBody(folder.map("{ id: 1, store: 2 }"), "{}");
        assertBody(folder.map("{ id: 1 }"), "{}");
    }

    @Test
    void aConditionLeavesRecordsOut() {
        folder.inbound("name: .name\n").write("shop/in.mapping.yaml", """
                mapping: in
                from: { system: shop }
                to: person
                id: .id
                when: .active
                fields: { name: .name }
                """);

        assertThat(folder.map("{ active: false }")).isInstanceOf(Mapped.Filtered.class);
        assertThat(folder.map("{ id: 1, active: true }")).isInstanceOf(Mapped.Done.class);
    }

    @Test
    void aReferenceBecomesTheIdInTheTargetOrWaitsForIt() {
        folder.outbound("Friend: { link: person, from: .friend }");

        assertBody(
                folder.map("{ friend: 'shop-pl:order:4' }", link -> Optional.of(link.toString())),
                "{ Friend: 'person:shop-pl:order:4@crm-1', Key: r-1 }");
        assertThat(folder.map("{ friend: 'shop-pl:4' }"))
                .isEqualTo(new Mapped.Waits(new LinkKey("person", "shop-pl", "4", "crm-1")));
        assertBody(folder.map("{}"), "{ Key: r-1 }");
        assertThat(folder.map("{ friend: '4' }")).isInstanceOf(Mapped.Failed.class);
    }

    @Test
    void aRequiredReferenceThatIsNotThereYetWaitsToo() {
        folder.outbound("Friend: { link: person, from: .friend, required: true }");

        assertThat(folder.map("{ friend: 'shop-pl:4' }")).isInstanceOf(Mapped.Waits.class);
        assertThat(folder.map("{}")).isInstanceOf(Mapped.Failed.class);
    }

    private static Links deleted() {
        return new Links() {
            @Override
            public Optional<String> resolve(LinkKey link) {
                return Optional.empty();
            }

            @Override
            public Optional<String> gone(LinkKey link) {
                return link.externalId().equals("4") ? Optional.of("was deleted there") : Optional.empty();
            }
        };
    }

    @Test
    void aReferenceToWhatWasDeletedInTheTargetIsLeftOut() {
        folder.outbound("Friend: { link: person, from: .friend, clear: true }\nName: .name");

        assertBody(folder.map("{ friend: 'shop-pl:4', name: A }", deleted()), "{ Friend: null, Name: A, Key: r-1 }");
        assertThat(folder.map("{ friend: 'shop-pl:5', name: A }", deleted())).isInstanceOf(Mapped.Waits.class);
    }

    @Test
    void aRequiredReferenceToWhatWasDeletedInTheTargetIsAnErrorThatNamesIt() {
        folder.outbound(
                "Friend: { link: person, from: .friend, required: true }\nName: { from: .name, required: true }");

        assertThat(((Mapped.Failed) folder.map("{ friend: 'shop-pl:4' }", deleted())).detail())
                .isEqualTo("out: Friend: expected a person that crm-1 has, but shop-pl:4 was deleted there;"
                        + " Name: expected a value");
        assertThat(folder.map("{ friend: 'shop-pl:5', name: A }", deleted())).isInstanceOf(Mapped.Waits.class);
    }

    @Test
    void aTestBesideATableSaysWhatWasDeletedInTheTarget() {
        folder.outbound("Friend: { link: person, from: .friend }\n"
                        + "Boss: { link: person, from: '\"shop-pl:5\"', required: true }")
                .write("crm/out.tests.yaml", """
                        - name: without the friend
                          input: { friend: "shop-pl:4" }
                          links: { "person:shop-pl:5": c-5 }
                          gone: [ "person:shop-pl:4" ]
                          expect: { Boss: c-5 }
                        - name: not without the boss
                          input: {}
                          gone: [ "person:shop-pl:5" ]
                          errors: { Boss: "shop-pl:5 was deleted there" }
                        """);

        assertThat(folder.findings()).isEmpty();
    }

    @Test
    void manyValuesOfAnExpressionMakeAListButNotAField() {
        folder.inbound("orders: { each: '.items[] | select(.ok)', fields: { sku: .sku } }\nname: .items[].name");

        assertBody(
                folder.map("{ id: 1, items: [{ ok: true, sku: a, name: n }] }"), "{ orders: [{ sku: a }], name: n }");
        assertThat(((Mapped.Failed) folder.map("{ id: 1, items: [{ sku: a }, { sku: b }] }")).detail())
                .contains("name: expected one value, but the expression gives 2");
    }

    @Test
    void theInputIsNotChanged() {
        folder.inbound("name: .name\nhome: { from: .home, fields: { city: .city } }");
        var input = TableFolder.yaml("{ id: 1, name: A, home: { city: B } }");
        var before = input.deepCopy();

        folder.load().plan("in").map(input, About.system("shop"), TableFolder.NO_LINKS);

        assertThat(input).isEqualTo(before);
    }

    @Test
    void whatIsNoObjectIsAnErrorNotAnException() {
        folder.inbound("name: .name");

        assertThat(folder.map("[1]")).isInstanceOf(Mapped.Failed.class);
        assertThat(folder.map("text")).isInstanceOf(Mapped.Failed.class);
    }

    private static void assertBody(Mapped mapped, String expected) {
        assertThat(mapped).isInstanceOf(Mapped.Done.class);
        assertThat(JsonDifference.between(TableFolder.yaml(expected), ((Mapped.Done) mapped).body()))
                .isEmpty();
    }
}
