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
