package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.message.Item;
import io.serai.message.LinkKey;
import io.serai.message.Note;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTest {
    private static final String ANN = "{\"email\":\"ann@example.com\",\"phone\":\"+491\"}";

    @TempDir
    Path folder;

    private HubFixture hub;

    @BeforeEach
    void open() throws Exception {
        hub = new HubFixture(folder);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void aNewObjectBecomesARecordAndTheBodyTellsTheChange() {
        Item merged = hub.merge(hub.said("magento-pl", "9", 1, ANN));
        assertThat(merged.live()).isTrue();
        assertThat(merged.body().get("entity").asText()).isEqualTo("customer");
        assertThat(merged.body().get("record").asText()).isEqualTo(merged.note(Note.RECORD));
        assertThat(merged.body().get("version").asLong()).isEqualTo(1);
        assertThat(merged.body().get("changed").toString()).isEqualTo("[\"email\",\"phone\"]");
        assertThat(merged.note(Note.VERSION)).isEqualTo("1");
        assertThat(hub.data(merged.note(Note.RECORD))).isEqualTo(HubFixture.read(ANN));
    }

    @Test
    void theSameMessageAndTheSameValuesAgainChangeNothing() {
        Item first = hub.said("magento-pl", "9", 1, ANN);
        hub.merge(first);
        assertThat(HubFixture.outcome(hub.merge(first))).isEqualTo("skipped-unchanged/no-change");
        assertThat(HubFixture.outcome(hub.merge(hub.said("magento-pl", "9", 2, ANN))))
                .isEqualTo("skipped-unchanged/no-change");
        assertThat(hub.rows("hub_record")).isEqualTo(1);
    }

    @Test
    void aNumberThatIsWrittenOtherwiseIsNoChange() {
        hub.merge(hub.said("order", "magento-pl", "1", 1, "{\"total\":10.10}"));
        assertThat(HubFixture.outcome(hub.merge(hub.said("order", "magento-pl", "1", 2, "{\"total\":10.1}"))))
                .isEqualTo("skipped-unchanged/no-change");
    }

    @Test
    void anOlderChangeNeverOverwritesANewerOne() {
        String record = hub.merge(hub.said("magento-pl", "9", 5, ANN)).note(Note.RECORD);
        Item older = hub.merge(hub.said("magento-pl", "9", 4, "{\"email\":\"old@example.com\",\"phone\":\"+490\"}"));
        assertThat(HubFixture.outcome(older)).isEqualTo("skipped-stale/stale");
        assertThat(hub.data(record)).isEqualTo(HubFixture.read(ANN));
    }

    @Test
    void aStaleChangeIsStaleAlsoAfterOneThatChangedNothing() {
        hub.merge(hub.said("magento-pl", "9", 1, ANN));
        hub.merge(hub.said("magento-pl", "9", 9, ANN));
        assertThat(HubFixture.outcome(hub.merge(hub.said("magento-pl", "9", 5, "{\"phone\":\"+490\"}"))))
                .isEqualTo("skipped-stale/stale");
    }

    @Test
    void customersOfTwoShopsWithOneAddressAreOneRecord() {
        String record = hub.merge(hub.said("magento-pl", "9", 1, ANN)).note(Note.RECORD);
        Item other = hub.merge(hub.said("magento-de", "77", 2, "{\"email\":\" Ann@Example.COM \",\"name\":\"Ann\"}"));
        assertThat(other.note(Note.RECORD)).isEqualTo(record);
        assertThat(hub.records.show(record).orElseThrow().links())
                .extracting(link -> link.system() + ":" + link.externalId())
                .containsExactly("magento-pl:9", "magento-de:77");
        assertThat(hub.data(record).get("phone").asText()).isEqualTo("+491");
        assertThat(hub.data(record).get("name").asText()).isEqualTo("Ann");
    }

    @Test
    void itemsOfOneRecordInABatchSeeEachOther() {
        List<Item> merged = hub.run(
                "hub:merge",
                hub.said("magento-pl", "9", 1, ANN),
                hub.said("magento-de", "77", 2, "{\"email\":\"ann@example.com\",\"name\":\"Ann\"}"),
                hub.said("magento-pl", "9", 1, ANN),
                hub.said("magento-pl", "9", 0, "{}"));
        assertThat(HubFixture.outcomes(merged))
                .containsExactly("live", "live", "skipped-unchanged/no-change", "skipped-stale/stale");
        assertThat(merged)
                .extracting(item -> item.note(Note.RECORD))
                .containsOnly(merged.get(0).note(Note.RECORD));
        assertThat(merged.get(1).body().get("version").asLong()).isEqualTo(2);
        assertThat(hub.rows("hub_record")).isEqualTo(1);
    }

    @Test
    void oneBadItemHoldsNobodyBack() {
        List<Item> merged = hub.run(
                "hub:merge",
                hub.said("nothing", "magento-pl", "1", 1, "{}"),
                hub.said("magento-pl", "", 1, ANN),
                hub.said("magento-pl", "8", 1, "[]"),
                hub.said("magento-pl", "7", 1, ANN).note(Note.SOURCE_TIME, "yesterday"),
                hub.said("magento-pl", "9", 1, ANN));
        assertThat(HubFixture.outcomes(merged))
                .containsExactly(
                        "dead/unknown-entity",
                        "dead/no-identity",
                        "dead/not-an-object",
                        "dead/bad-source-time",
                        "live");
    }

    @Test
    void aChangedAddressFreesTheOldOne() {
        String ann = hub.merge(hub.said("magento-pl", "9", 1, ANN)).note(Note.RECORD);
        hub.merge(hub.said("magento-pl", "9", 2, "{\"email\":\"new@example.com\"}"));
        String second = hub.merge(hub.said("magento-pl", "10", 3, ANN)).note(Note.RECORD);
        assertThat(second).isNotEqualTo(ann);
        assertThat(hub.merge(hub.said("magento-de", "1", 4, "{\"email\":\"new@example.com\"}"))
                        .note(Note.RECORD))
                .isEqualTo(ann);
    }

    @Test
    void aKeyThatBelongsToAnotherRecordStaysThereAndNothingIsLost() {
        String ann = hub.merge(hub.said("magento-pl", "9", 1, ANN)).note(Note.RECORD);
        String bob = hub.merge(hub.said("magento-pl", "10", 1, "{\"email\":\"bob@example.com\"}"))
                .note(Note.RECORD);
        Item conflict = hub.merge(hub.said("magento-pl", "10", 2, ANN));
        assertThat(conflict.live()).isTrue();
        assertThat(conflict.note(Note.RECORD)).isEqualTo(bob);
        assertThat(conflict.note(Merger.CONFLICT)).isEqualTo("email");
        assertThat(hub.data(bob)).isEqualTo(HubFixture.read(ANN));
        assertThat(hub.records.show(bob).orElseThrow().conflicts()).isEqualTo(Map.of("email", ann));
        assertThat(hub.merge(hub.said("magento-de", "1", 3, ANN)).note(Note.RECORD))
                .isEqualTo(ann);
    }

    @Test
    void anAddressThatOnlyOthersMayWriteIdentifiesAllTheSame() {
        String record = hub.merge(hub.said("hubspot", "1", 1, ANN)).note(Note.RECORD);
        assertThat(hub.data(record).has("email")).isFalse();
        assertThat(hub.merge(hub.said("magento-pl", "9", 2, ANN)).note(Note.RECORD))
                .isEqualTo(record);
        assertThat(hub.data(record).get("email").asText()).isEqualTo("ann@example.com");
    }

    @Test
    void referencesAreQualifiedWithTheirSystem() {
        String record =
                hub.merge(hub.said("magento-pl", "9", 1, "{\"company\":7}")).note(Note.RECORD);
        assertThat(hub.data(record).get("company").asText()).isEqualTo("magento-pl:7");
    }

    @Test
    void provenanceTellsWhereEachFieldComesFrom() {
        Item shop = hub.said("magento-pl", "9", 1, ANN);
        String record = hub.merge(shop).note(Note.RECORD);
        Item crm = hub.said("salesforce", "003", 7, "{\"email\":\"ann@example.com\",\"name\":\"Ann\"}");
        hub.merge(crm);
        hub.merge(hub.said("magento-pl", "9", 8, ANN));
        Map<String, RecordView.Source> provenance =
                hub.records.show(record).orElseThrow().provenance();
        assertThat(provenance.get("email").system()).isEqualTo("magento-pl");
        assertThat(provenance.get("email").message()).isEqualTo(shop.message().id());
        assertThat(provenance.get("name").system()).isEqualTo("salesforce");
        assertThat(provenance.get("name").message()).isEqualTo(crm.message().id());
        assertThat(provenance.get("name").since().getEpochSecond()).isEqualTo(7);
    }

    @Test
    void whoWaitsForAnIdentityIsToldWhenItTurnsOutToBeAKnownRecord() {
        String record = hub.merge(hub.said("magento-pl", "9", 1, ANN)).note(Note.RECORD);
        hub.run("hub:link?system=salesforce", hub.change(record).note(Note.TARGET_ID, "003"));
        DeliveryTable.Target contact = new DeliveryTable.Target("salesforce", "Contact", true);
        hub.store.write(tx -> {
            DeliveryTable.taken(tx, contact, List.of(new DeliveryTable.Taken(record, 1, "f", "003")), Instant.now());
            return null;
        });
        hub.released.clear();
        hub.merge(hub.said("magento-pl", "order:5", 2, "{\"email\":\"ann@example.com\"}"));
        assertThat(hub.released)
                .containsExactlyInAnyOrder(
                        new LinkKey("customer", "magento-pl", "order:5", "magento-pl"),
                        new LinkKey("customer", "magento-pl", "order:5", "salesforce"));
    }

    @Test
    void fiftyConcurrentMergesOfOneCustomerFromThreeSystemsGiveOneRecordAndLoseNoField() throws Exception {
        List<Callable<Item>> merges = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String system = List.of("magento-pl", "magento-de", "salesforce").get(i % 3);
            long second = 100 + i;
            String json = "{\"email\":\"ann@example.com\",\"phone\":\"" + i + "\",\"" + system + "\":\"" + i
                    + "\",\"name\":\"" + system + i + "\"}";
            merges.add(() -> hub.merge(hub.said(system, "9", second, json)));
        }
        Collections.shuffle(merges, new Random(7));
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (Future<Item> merge : threads.invokeAll(merges)) merge.get();
        } finally {
            threads.shutdown();
        }
        assertThat(hub.rows("hub_record")).isEqualTo(1);
        assertThat(hub.rows("hub_link")).isEqualTo(3);
        assertThat(hub.records.show("ann@example.com").orElseThrow().data())
                .isEqualTo(HubFixture.read("{\"email\":\"ann@example.com\",\"magento-de\":\"49\",\"magento-pl\":\"48\","
                        + "\"name\":\"salesforce47\",\"phone\":\"49\",\"salesforce\":\"47\"}"));
    }

    @Test
    void whatFailsAfterTheMergeLeavesNothingAndTheNextAttemptFindsTheChangeAgain() throws Exception {
        hub.route(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:merge").policy("store").to("hub:merge").process(exchange -> {
                    if (exchange.getProperty("fails", false, boolean.class))
                        throw new IllegalStateException("the bus is full");
                });
            }
        });
        List<Item> items = List.of(hub.said("magento-pl", "9", 1, ANN), hub.said("magento-pl", "9", 2, ANN));
        Exchange failing = hub.exchange(false, items);
        failing.setProperty("fails", true);
        assertThatThrownBy(() -> hub.to("direct:merge", failing)).hasMessage("the bus is full");
        assertThat(HubFixture.outcomes(HubFixture.items(failing))).containsExactly("live", "live");
        for (String table : List.of("hub_record", "hub_link", "hub_match"))
            assertThat(hub.rows(table)).isZero();
        Exchange again = hub.to("direct:merge", hub.exchange(false, items));
        assertThat(HubFixture.outcomes(HubFixture.items(again))).containsExactly("live", "skipped-unchanged/no-change");
    }

    @Test
    void aRouteWithNothingLeftEnds() throws Exception {
        List<Integer> passed = new ArrayList<>();
        hub.route(new RouteBuilder() {
            @Override
            public void configure() {
                // policy, not transacted: Camel moves what stands beside a transacted to its beginning
                from("direct:merge").policy("store").to("hub:merge").end().process(exchange -> passed.add(1));
            }
        });
        Item item = hub.said("magento-pl", "9", 1, ANN);
        hub.to("direct:merge", hub.exchange(true, List.of(item)));
        hub.to("direct:merge", hub.exchange(true, List.of(item)));
        assertThat(passed).hasSize(1);
    }

    @Test
    void mergesAreCountedByEntityAndResult() {
        hub.merge(hub.said("magento-pl", "9", 1, ANN));
        hub.merge(hub.said("magento-pl", "9", 1, ANN));
        assertThat(hub.registry
                        .counter("serai_hub_merged", "entity", "customer", "result", "created")
                        .count())
                .isEqualTo(1);
        assertThat(hub.registry
                        .counter("serai_hub_merged", "entity", "customer", "result", "unchanged")
                        .count())
                .isEqualTo(1);
        assertThat(hub.registry
                        .get("serai_hub_records")
                        .tag("entity", "customer")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }
}
