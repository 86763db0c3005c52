package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.message.Item;
import io.serai.message.Note;
import io.serai.store.TestStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reading of all that a system has tells what it has no more, and tells nothing rather than too much. */
class CensusTest {
    private static final String SHOP = "magento-pl";

    @TempDir
    Path folder;

    private final Clock clock = new Ticks();
    private HubFixture hub;

    /** No two things happen in one millisecond. */
    private static final class Ticks extends Clock {
        private final AtomicLong millis =
                new AtomicLong(Instant.parse("2026-11-22T10:00:00Z").toEpochMilli());

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis.incrementAndGet());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void open() throws Exception {
        hub = new HubFixture(folder, TestStore.open(folder), clock);
        for (int id = 1; id <= 6; id++) know(SHOP, Integer.toString(id));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void itTellsWhoWasNotShownAndNotesNothingLonger() {
        Exchange reading = begin();
        show(reading, 1, 3);
        show(reading, 4, 6);
        show(reading, 6); // on two pages, as pages shift

        JsonNode absent = end(reading, 4);
        assertThat(ids(absent)).containsExactly("2", "5");
        assertThat(absent.get(0).path("since").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(hub.rows("hub_sighting")).isZero();
        assertThat(readings("whole")).isEqualTo(1);
    }

    @Test
    void aReadingThatShowedAllTellsNobody() {
        Exchange reading = begin();
        show(reading, 1, 2, 3, 4, 5, 6, 7);

        assertThat(ids(end(reading, 7))).isEmpty();
        assertThat(readings("whole")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "0", "-1", "null", "\"4\"", "{}", "4.5"})
    void aReadingThatShowedLessThanThereIsTellsNobody(String there) {
        Exchange reading = begin();
        show(reading, 1, 2, 3, 4);
        reading.getMessage().setBody(HubFixture.read(there));

        assertThat(ids(hub.to("hub:absent", reading))).isEmpty();
        assertThat(readings("partial")).isEqualTo(1);
        assertThat(hub.rows("hub_sighting")).isZero();
    }

    @Test
    void aSystemThatShowsNobodyHasNotDeletedEverybody() {
        assertThat(ids(end(begin(), 0))).isEmpty();
        assertThat(readings("partial")).isEqualTo(1);
    }

    @Test
    void ofMoreThanAreAllowedNoneIsTold() {
        Exchange reading = begin();
        show(reading, 1, 2, 3, 4);
        reading.getMessage().setBody(HubFixture.read("4"));
        assertThat(ids(hub.to("hub:absent?most=1", reading))).isEmpty();
        assertThat(readings("refused")).isEqualTo(1);

        Exchange again = begin();
        show(again, 1, 2, 3, 4);
        again.getMessage().setBody(HubFixture.read("4"));
        assertThat(ids(hub.to("hub:absent?most=2", again))).containsExactly("5", "6");
    }

    @Test
    void whenMoreAreMissingThanWereShownNoneIsTold() {
        Exchange reading = begin();
        show(reading, 1, 2);

        assertThat(ids(end(reading, 2))).isEmpty();
        assertThat(readings("refused")).isEqualTo(1);
    }

    @Test
    void whoIsShownThoughTheyWereTakenAsDeletedIsTold() {
        hub.run("hub:remove", hub.said(SHOP, "2", 9, "{}"));
        hub.run("hub:remove", hub.said(SHOP, "3", 9, "{}"));
        hub.run("hub:unite", hub.said(SHOP, "4", 9, "{\"from\":\"4\",\"into\":\"5\"}"));
        Exchange reading = begin();
        hub.run("hub:remove", deletedAt(clock.instant(), "6")); // after the page that shows them was read
        show(reading, 1, 2, 4, 5, 6);

        assertThat(ids(end(reading, 5))).containsExactly("2");
        assertThat(readings("whole")).isEqualTo(1);
    }

    @Test
    void whoIsShownIsToldAlsoByAReadingThatDidNotShowAll() {
        hub.run("hub:remove", hub.said(SHOP, "2", 9, "{}"));
        Exchange reading = begin();
        show(reading, 1, 2);

        assertThat(ids(end(reading, 6))).containsExactly("2");
        assertThat(readings("partial")).isEqualTo(1);
    }

    @Test
    void onlyWhoIsKnownOfThatSystemSinceBeforeTheReadingIsTold() {
        know("magento-de", "77");
        hub.merge(hub.said("order", SHOP, "88", 1, "{\"total\":1}"));
        know(SHOP, "order:9"); // a guest
        hub.run("hub:remove", hub.said(SHOP, "2", 9, "{}")); // known to be gone
        hub.run("hub:forget", hub.change(know(SHOP, "99")));
        Exchange reading = begin();
        know(SHOP, "7"); // came meanwhile
        show(reading, 1, 3, 4, 5);
        reading.getMessage().setBody(HubFixture.read("4"));

        assertThat(ids(hub.to("hub:absent?ids=[0-9]*", reading))).containsExactly("6");
    }

    @Test
    void whatAReadingThatWasKilledHasShownDoesNotCount() throws Exception {
        show(begin(), 1, 2, 3); // and no more
        restart();
        Exchange reading = begin();
        show(reading, 4, 5, 6);

        assertThat(ids(end(reading, 6))).isEmpty();
        assertThat(readings("partial")).isEqualTo(1);
        assertThat(hub.rows("hub_sighting")).isZero();
    }

    @Test
    void ofTwoReadingsAtOnceTheOlderOneTellsNobodyAndTheYoungerIsNotDisturbed() {
        Exchange older = begin();
        show(older, 1, 2, 3, 4, 5);
        Exchange younger = begin();
        show(older, 6);
        show(younger, 1, 2, 3, 4, 5);

        assertThat(ids(end(older, 5))).isEmpty();
        assertThat(ids(end(younger, 5))).containsExactly("6");
    }

    @Test
    void readingsOfTwoSystemsKnowNothingOfEachOther() {
        for (int id = 1; id <= 6; id++) know("magento-de", Integer.toString(id));
        Exchange one = begin();
        Exchange other = begin("magento-de");
        show(one, 1, 2, 3, 4, 5);
        show(other, 2, 3, 4, 5, 6);

        assertThat(ids(end(other, 5))).containsExactly("1");
        assertThat(ids(end(one, 5))).containsExactly("6");
    }

    @Test
    void aLargeShopIsReadPageByPage() {
        List<Object[]> links = new ArrayList<>();
        for (int id = 1000; id < 21_000; id++) links.add(new Object[] {Integer.toString(id)});
        for (int order = 0; order < 11_000; order++) links.add(new Object[] {"order:" + order});
        hub.store.write(tx -> {
            tx.batch(
                    "INSERT INTO hub_link (entity, system, external_id, record_id, data, linked_at)"
                            + " VALUES ('customer', '" + SHOP + "', ?, 'some', '{}', 0)",
                    links);
            return null;
        });
        Exchange reading = begin();
        show(reading, 1, 2, 3, 4, 5, 6);
        for (int from = 1000; from < 21_000; from += 1000)
            show(
                    reading,
                    IntStream.range(from, from + 1000)
                            .filter(id -> id != 20_999)
                            .toArray());
        reading.getMessage().setBody(HubFixture.read("20005"));

        assertThat(ids(hub.to("hub:absent?ids=[0-9]*", reading))).containsExactly("20999");
        assertThat(hub.rows("hub_sighting")).isZero();
    }

    @Test
    void aRowWithoutAnIdEndsTheReading() {
        Exchange reading = begin();
        reading.getMessage().setBody(HubFixture.read("[{\"id\":1},{\"name\":\"x\"}]"));

        assertThatThrownBy(() -> hub.to("hub:present", reading)).hasMessageContaining("without 'id'");
    }

    @Test
    void pagesNeedAReadingThatBegan() {
        Exchange none = new DefaultExchange(hub.camel);
        none.getMessage().setBody(HubFixture.read("[]"));

        assertThatThrownBy(() -> hub.to("hub:present", none)).hasMessageContaining("hub:census earlier in the route");
        assertThatThrownBy(() -> hub.to("hub:absent", none)).hasMessageContaining("hub:census earlier in the route");
        assertThatThrownBy(() -> hub.to("hub:census?entity=customer", new DefaultExchange(hub.camel)))
                .hasMessageContaining("SeraiSystem");
    }

    /** On the same store, as the next process. */
    private void restart() throws Exception {
        hub.close();
        hub = new HubFixture(folder, TestStore.open(folder), clock);
    }

    private String know(String system, String id) {
        return hub.merge(hub.said(system, id, 1, "{\"email\":\"" + id.replace(':', '.') + "@" + system + ".example\"}"))
                .note(Note.RECORD);
    }

    private Item deletedAt(Instant time, String id) {
        return hub.said(SHOP, id, 0, "{}").note(Note.SOURCE_TIME, time.toString());
    }

    private Exchange begin() {
        return begin(SHOP);
    }

    private Exchange begin(String system) {
        Exchange reading = new DefaultExchange(hub.camel);
        reading.getMessage().setHeader("SeraiSystem", system);
        return hub.to("hub:census?entity=customer", reading);
    }

    private void show(Exchange reading, int... ids) {
        ArrayNode page = JsonNodeFactory.instance.arrayNode();
        for (int id : ids) page.addObject().put("id", id);
        reading.getMessage().setBody(page);
        hub.to("hub:present", reading);
        assertThat(reading.getMessage().getBody()).isSameAs(page);
    }

    private JsonNode end(Exchange reading, int there) {
        reading.getMessage().setBody(JsonNodeFactory.instance.numberNode(there));
        return hub.to("hub:absent", reading).getMessage().getBody(JsonNode.class);
    }

    private static List<String> ids(Exchange reading) {
        return ids(reading.getMessage().getBody(JsonNode.class));
    }

    private static List<String> ids(JsonNode absent) {
        List<String> ids = new ArrayList<>();
        absent.forEach(each -> ids.add(each.path("id").asText()));
        return ids;
    }

    private double readings(String result) {
        return hub.registry
                .counter("serai_hub_census", "entity", "customer", "result", result)
                .count();
    }
}
