package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.message.Note;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuplicatesTest {
    @TempDir
    Path folder;

    private HubFixture hub;
    private Duplicates duplicates;

    @BeforeEach
    void open() throws Exception {
        hub = new HubFixture(folder);
        duplicates = new Duplicates(hub.store, hub.models);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private String said(String id, String json) {
        return hub.merge(hub.said("salesforce", id, 1, json)).note(Note.RECORD);
    }

    private static String person(String name, String city) {
        return "{\"name\":\"" + name + "\",\"address\":{\"city\":\"" + city + "\"}}";
    }

    @Test
    void namesOfAnyScriptAreTheSameWhateverTheirCaseWidthAndSpaces() {
        String[][] same = {
            {"Anna Nowak", "  ANNA\u00a0 nowak "},
            {"Strauß", "STRAUSS"},
            {"ΟΔΥΣΣΕΥΣ", "οδυσσευς"},
            {"Ольга", "ОЛЬГА"},
            {"ﾔﾏﾀﾞ", "ヤマダ"},
            {"Ａｎｎ", "ann"},
            {"Mu\u0308ller", "Müller"}
        };
        for (int i = 0; i < same.length; i++) {
            String one = said(i + "a", person(same[i][0], "x" + i));
            String other = said(i + "b", person(same[i][1], "X" + i));
            assertThat(duplicates.find("customer", 100))
                    .as(same[i][0])
                    .contains(new Duplicates.Pair(
                            "customer",
                            List.of("name", "address.city"),
                            one,
                            List.of("salesforce:" + i + "a"),
                            other,
                            List.of("salesforce:" + i + "b")));
        }
    }

    @Test
    void aRuleHoldsOnlyWhereAllItsFieldsHaveTheSameValue() {
        said("1", person("Anna", "Oslo"));
        said("2", person("Anna", "Bonn"));
        said("3", "{\"name\":\"Anna\"}");
        said("4", "{\"phone\":\" \"}");
        said("5", "{\"phone\":\"\"}");
        assertThat(duplicates.find("customer", 10)).isEmpty();
        assertThat(duplicates.find("order", 10)).isEmpty();
        assertThat(duplicates.entities()).containsExactly("customer");
    }

    @Test
    void whoIsForgottenOrGoneIsNobodysDuplicateAndThoseOfOneGroupAreListedWithTheOldest() {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 5; i++) records.add(said("" + i, "{\"phone\":\"+48600700800\"}"));
        hub.run("hub:forget", hub.change(records.get(3)));
        hub.run("hub:remove", hub.said("salesforce", "4", 2, "{}"));
        assertThat(duplicates.find("customer", 10))
                .extracting(Duplicates.Pair::record, Duplicates.Pair::other)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(records.get(0), records.get(1)),
                        org.assertj.core.groups.Tuple.tuple(records.get(0), records.get(2)));
        assertThat(duplicates.find("customer", 1)).hasSize(1);
    }

    @Test
    void manyRecordsAreReadPageByPage() {
        for (int i = 0; i < 1_100; i += 100) {
            io.serai.message.Item[] items = new io.serai.message.Item[100];
            for (int n = 0; n < 100; n++)
                items[n] = hub.said("salesforce", "" + (i + n), 1, "{\"phone\":\"" + (i + n) % 1_099 + "\"}");
            hub.run("hub:merge", items);
        }
        assertThat(duplicates.find("customer", 10))
                .singleElement()
                .satisfies(pair -> assertThat(pair.links()).containsExactly("salesforce:0"))
                .satisfies(pair -> assertThat(pair.otherLinks()).containsExactly("salesforce:1099"));
    }

    @Test
    void aPersonMakesOneRecordOfTwoAndTheKeysOfBothAreSettled() {
        String ann = hub.merge(hub.said("magento-pl", "1", 1, "{\"email\":\"ann@example.com\"}"))
                .note(Note.RECORD);
        String same = hub.merge(hub.said("magento-pl", "2", 2, "{\"email\":\"ann@work.com\",\"phone\":\"5\"}"))
                .note(Note.RECORD);
        United united = hub.hub.unite(same, ann, "eva", "she called");
        assertThat(united.record()).isEqualTo(ann);
        assertThat(united.change().get("united").toString()).isEqualTo("[\"" + same + "\"]");
        assertThat(united.change().get("changed").toString()).isEqualTo("[\"email\",\"phone\"]");
        assertThat(hub.data(ann).get("email").asText()).isEqualTo("ann@work.com");
        assertThat(hub.rows("hub_match")).isEqualTo(1);
        assertThatThrownBy(() -> hub.hub.unite(ann, same, "eva", "again"))
                .isInstanceOf(NotUnited.class)
                .hasMessageContaining("one record already");
        assertThatThrownBy(() -> hub.hub.unite(ann, "nobody", "eva", "again"))
                .isInstanceOfSatisfying(
                        NotUnited.class, e -> assertThat(e.unknown()).isTrue());
    }
}
