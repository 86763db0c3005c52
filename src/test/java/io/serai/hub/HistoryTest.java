package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.message.Item;
import io.serai.message.Note;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final String ANN = "{\"email\":\"ann@example.com\",\"phone\":\"1\",\"name\":\"Ann\"}";

    @TempDir
    Path folder;

    private HubFixture hub;
    private String ann;

    @BeforeEach
    void open() throws Exception {
        hub = new HubFixture(folder);
        Files.writeString(
                folder.resolve("model/customer.yaml"),
                HubFixture.CUSTOMER + "  job: { type: string, master: human }\n"
                        + "  group: { type: string, master: [human, magento] }\n");
        assertThat(hub.models.reload()).isEmpty();
        ann = hub.merge(hub.said("magento-pl", "9", 1, ANN)).note(Note.RECORD);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private Item said(String system, String id, long second, String json) {
        return hub.merge(hub.said(system, id, second, json));
    }

    private Item person(String system, String id, long second, String json) {
        return hub.merge(hub.said(system, id, second, json).note(Note.HUMAN, "true"));
    }

    private RecordView.Change newest() {
        return hub.records.show(ann).orElseThrow().history().get(0);
    }

    @Test
    void eachChangeTellsWhichFieldsByWhomAndByWhichMessage() {
        Item item = said("magento-pl", "9", 2, ANN.replace("\"1\"", "\"2\""));
        RecordView.Change change = newest();
        assertThat(change.version()).isEqualTo(2);
        assertThat(change.what()).isEqualTo("change");
        assertThat(change.system()).isEqualTo("magento-pl");
        assertThat(change.message()).isEqualTo(item.message().id());
        assertThat(change.detail().toString()).isEqualTo("{\"changed\":[\"phone\"]}");
        assertThat(hub.records.show(ann).orElseThrow().history())
                .extracting(each -> each.detail().toString())
                .containsExactly("{\"changed\":[\"phone\"]}", "{\"created\":true}");
        hub.merge(item);
        assertThat(hub.rows("hub_history")).isEqualTo(2);
    }

    @Test
    void aDecisionThatDroppedAValueTellsWhoHoldsItAndByWhichRule() {
        said("salesforce", "003", 5, "{\"email\":\"ann@example.com\",\"name\":\"Anna\",\"phone\":\"5\"}");
        Item late = said(
                "magento-pl", "9", 4, "{\"email\":\"ann@example.com\",\"phone\":\"4\",\"name\":\"A\",\"score\":1}");
        assertThat(HubFixture.outcome(late)).isEqualTo("skipped-unchanged/no-change");
        assertThat(newest().detail().toString())
                .isEqualTo("{\"lost\":["
                        + "{\"field\":\"name\",\"rule\":\"order\",\"system\":\"salesforce\",\"id\":\"003\"},"
                        + "{\"field\":\"phone\",\"rule\":\"latest\",\"system\":\"salesforce\",\"id\":\"003\"},"
                        + "{\"field\":\"score\",\"rule\":\"owner\"}]}");
    }

    @Test
    void whatAPersonChangedBeatsWhatProgramsChangeLaterAndALaterPersonBeatsBoth() {
        said("magento-pl", "9", 2, ANN.replace("}", ",\"job\":\"by shop\",\"group\":\"shop\"}"));
        person("salesforce", "003", 3, "{\"email\":\"ann@example.com\",\"job\":\"by person\",\"group\":\"person\"}");
        said("magento-pl", "9", 4, ANN.replace("}", ",\"job\":\"by shop again\",\"group\":\"again\"}"));
        assertThat(hub.data(ann).get("job").asText()).isEqualTo("by person");
        assertThat(hub.data(ann).get("group").asText()).isEqualTo("person");
        assertThat(newest().detail().path("lost").toString())
                .isEqualTo("[{\"field\":\"group\",\"rule\":\"human\",\"system\":\"salesforce\",\"id\":\"003\"},"
                        + "{\"field\":\"job\",\"rule\":\"human\",\"system\":\"salesforce\",\"id\":\"003\"}]");
        person("magento-pl", "9", 5, ANN.replace("}", ",\"job\":\"by another\",\"group\":\"again\"}"));
        assertThat(hub.data(ann).get("job").asText()).isEqualTo("by another");
        assertThat(hub.data(ann).get("group").asText()).isEqualTo("person"); // it was not touched
    }

    @Test
    void aProgramThatOverwritesAPersonsValueInTheSameSystemIsNoPerson() {
        person("salesforce", "003", 3, "{\"email\":\"ann@example.com\",\"job\":\"by person\"}");
        said("salesforce", "003", 4, "{\"email\":\"ann@example.com\",\"job\":\"by program\"}");
        said("magento-pl", "9", 5, ANN.replace("}", ",\"job\":\"by shop\"}"));
        assertThat(hub.data(ann).get("job").asText()).isEqualTo("by shop");
        said("salesforce", "003", 2, "{\"email\":\"ann@example.com\",\"job\":\"old\"}");
        assertThat(hub.data(ann).get("job").asText()).isEqualTo("by shop");
    }

    @Test
    void onlyTheNewestEntriesAreKept() {
        for (int second = 2; second < 140; second++)
            said("magento-pl", "9", second, ANN.replace("\"1\"", "\"x" + second + "\""));
        assertThat(hub.rows("hub_history")).isBetween(50L, 70L);
        assertThat(hub.records.show(ann).orElseThrow().history()).hasSize(HistoryTable.KEPT);
        assertThat(newest().version()).isEqualTo(139);
    }

    @Test
    void aHistoryHoldsNoValuesAndGoesWithTheForgotten() {
        said("salesforce", "003", 5, "{\"email\":\"ann@example.com\",\"name\":\"Anna\",\"phone\":\"5\"}");
        List<String> all = hub.store.read(tx -> tx.query("SELECT detail FROM hub_history", row -> row.getString(1)));
        assertThat(all).isNotEmpty().noneMatch(detail -> detail.contains("Ann") || detail.contains("example"));
        hub.run("hub:forget", hub.change(ann));
        assertThat(hub.rows("hub_history")).isZero();
    }
}
