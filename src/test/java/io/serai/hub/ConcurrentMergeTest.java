package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.message.Item;
import io.serai.message.Note;
import io.serai.store.Concurrently;
import io.serai.store.TestStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas that merge at the same time, where the database takes two; else one with many threads. */
class ConcurrentMergeTest {
    private static final int ROUNDS = 25;

    @TempDir
    Path folder;

    private HubFixture one;
    private HubFixture other;

    @BeforeEach
    void open() throws Exception {
        one = new HubFixture(folder);
        other = TestStore.onPostgresql() ? new HubFixture(folder) : one;
    }

    @AfterEach
    void close() {
        other.close();
        one.close();
    }

    private HubFixture replica(int number) {
        return number % 2 == 0 ? one : other;
    }

    private static String mail(int round) {
        return "{\"email\":\"ann" + round + "@example.com\"}";
    }

    @Test
    void theSameNewCustomerOfSeveralSystemsBecomesOneRecord() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<Callable<String>> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                HubFixture hub = replica(i);
                Item said = hub.said("shop-" + i, "c" + round, 1, mail(round));
                all.add(() -> hub.merge(said).note(Note.RECORD));
            }
            assertThat(Set.copyOf(Concurrently.run(all))).hasSize(1);
        }
        assertThat(one.rows("hub_record")).isEqualTo(ROUNDS);
        assertThat(one.rows("hub_link")).isEqualTo(6 * ROUNDS);
        assertThat(one.rows("hub_match")).isEqualTo(ROUNDS);
    }

    @Test
    void theSameObjectHeardOfTwiceBecomesOneRecordAndNothingThatWasSaidIsLost() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<Callable<String>> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                HubFixture hub = replica(i);
                // Each says something else, one after the other at its source: all of it counts.
                Item said = hub.said("shop", "c" + round, 10 + i, "{\"phone\":\"" + i + "\"}");
                all.add(() -> hub.merge(said).note(Note.RECORD));
            }
            Set<String> records = new TreeSet<>(Concurrently.run(all));
            assertThat(records).hasSize(1);
            assertThat(one.data(records.iterator().next()).get("phone").asText())
                    .isEqualTo("5");
        }
        assertThat(one.rows("hub_record")).isEqualTo(ROUNDS);
    }

    @Test
    void batchesOfTheSameObjectsInAnotherOrderBothGetThrough() throws Exception {
        for (int round = 0; round < 5; round++) {
            int number = round;
            List<Callable<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                HubFixture hub = replica(i);
                List<Item> items = new ArrayList<>();
                for (int n = 0; n < 60; n++)
                    items.add(hub.said(
                            "shop-" + i, "c" + n, 10 + number, mail(n).replace("}", ",\"name\":\"n" + number + "\"}")));
                if (i > 1) java.util.Collections.reverse(items);
                all.add(() -> hub.run("hub:merge", items.toArray(Item[]::new)).size());
            }
            assertThat(Concurrently.run(all)).containsOnly(60);
        }
        assertThat(one.rows("hub_record")).isEqualTo(60);
        assertThat(one.rows("hub_link")).isEqualTo(240);
    }

    @Test
    void twoDeliveriesThatCrossAreSeenByTheOneThatEndsLast() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String record =
                    one.merge(one.said("shop", "c" + round, 1, mail(round))).note(Note.RECORD);
            List<Callable<String>> all = new ArrayList<>();
            for (int version = 1; version <= 4; version++) {
                HubFixture hub = replica(version);
                int sent = version;
                all.add(() -> delivered(hub, record, sent));
            }
            List<String> outcomes = Concurrently.run(all);
            String state =
                    one.records.show(record).orElseThrow().deliveries().get(0).state();
            // Whoever ended after a newer one says so, and the record is sent again.
            assertThat(outcomes).allMatch(outcome -> outcome.equals("delivered") || outcome.equals("parked/overtaken"));
            if (state.equals(DeliveryTable.OVERTAKEN)) assertThat(outcomes).contains("parked/overtaken");
            else assertThat(state).isIn(DeliveryTable.DELIVERED, "behind");
        }
    }

    @Test
    void recordsThatBecomeOneWhileTheyAreHeardOfAndDeliveredLoseNothing() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String ann = one.merge(one.said("magento-pl", "a" + round, 1, mail(round)))
                    .note(Note.RECORD);
            String eva = one.merge(
                            one.said("magento-de", "b" + round, 1, "{\"email\":\"eva" + round + "@example.com\"}"))
                    .note(Note.RECORD);
            link(ann, "a" + round);
            link(eva, "b" + round);
            int number = round;
            List<Callable<String>> all = new ArrayList<>();
            Item same = one.said("magento-de", "b" + round, 2, mail(round).replace("}", ",\"phone\":\"7\"}"));
            all.add(() -> HubFixture.outcome(one.merge(same)));
            Item merged = one.said("crm", "", 3, "{\"from\":\"b" + round + "\",\"into\":\"a" + round + "\"}");
            all.add(() -> HubFixture.outcome(
                    other.run("hub:unite?entity=customer", merged).get(0)));
            Item heard = one.said("magento-pl", "a" + round, 2, mail(round).replace("}", ",\"name\":\"Ann\"}"));
            all.add(() -> HubFixture.outcome(one.merge(heard)));
            all.add(() -> sent(one, ann));
            all.add(() -> sent(other, eva));
            all.add(() -> HubFixture.outcome(
                    other.run("hub:link?system=dynamics", other.change(eva).note(Note.TARGET_ID, "d" + number))
                            .get(0)));
            assertThat(Concurrently.run(all))
                    .allMatch(outcome -> !outcome.startsWith("dead") || outcome.equals("dead/link-conflict"));
            RecordView record = one.records.show(eva).orElseThrow();
            assertThat(record.id()).isEqualTo(ann);
            assertThat(record.data().get("phone").asText()).isEqualTo("7");
            assertThat(record.data().get("name").asText()).isEqualTo("Ann");
            assertThat(one.merge(one.said("dynamics", "d" + round, 9, "{}")).note(Note.RECORD))
                    .isEqualTo(ann);
            // Whatever crossed, there is an object of the survivor there, and what there is more is named.
            assertThat(record.deliveries())
                    .singleElement()
                    .satisfies(each -> assertThat(each.externalId()).isIn("x-" + ann, "x-" + eva));
            assertThat(record.extra()).hasSizeLessThanOrEqualTo(1);
            for (RecordView.Link link : record.links())
                assertThat(one.records
                                .show("customer", link.system(), link.externalId())
                                .orElseThrow()
                                .id())
                        .isEqualTo(ann);
        }
        assertThat(one.rows("hub_record")).isEqualTo(ROUNDS);
        assertThat(one.rows("hub_alias")).isEqualTo(ROUNDS);
    }

    private void link(String record, String id) {
        one.run("hub:link?system=crm", one.change(record).note(Note.TARGET_ID, id));
    }

    private static String sent(HubFixture hub, String record) {
        var exchange = hub.exchange(false, List.of(hub.change(record)));
        hub.to("hub:pending?target=salesforce&object=Contact", exchange);
        if (HubFixture.items(exchange).get(0).live()) hub.to("hub:unsent?target=salesforce&object=Contact", exchange);
        Item item = HubFixture.items(exchange).get(0);
        String known = item.note(Note.KNOWN_AS) == null ? item.note(Note.RECORD) : item.note(Note.KNOWN_AS);
        if (item.live()) {
            exchange.getMessage().setBody(HubFixture.read("[{\"ok\":true,\"id\":\"x-" + known + "\"}]"));
            hub.to("hub:delivered?target=salesforce&object=Contact", exchange);
        }
        return HubFixture.outcome(HubFixture.items(exchange).get(0));
    }

    private static String delivered(HubFixture hub, String record, int version) {
        Item item = hub.change(record)
                .note(Note.ENTITY, "customer")
                .note(Note.RECORD, record)
                .note(Note.VERSION, Integer.toString(version))
                .note(Note.FINGERPRINT, "f" + version);
        var exchange = hub.exchange(false, List.of(item));
        exchange.getMessage().setBody(HubFixture.read("[{\"ok\":true,\"id\":\"x-" + record + "\"}]"));
        return HubFixture.outcome(HubFixture.items(hub.to("hub:delivered?target=salesforce&object=Contact", exchange))
                .get(0));
    }
}
