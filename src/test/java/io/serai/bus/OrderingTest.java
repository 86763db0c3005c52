package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Batches;
import io.serai.message.Failure;
import io.serai.message.Item;
import io.serai.message.Message;
import io.serai.message.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of later messages of a key while an earlier one is parked. Messages are named such as a1: the first of key a. */
class OrderingTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private BusFixture bus;
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final List<String> tried = new CopyOnWriteArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        bus.close();
    }

    private void start(String options, String delay) throws Exception {
        bus = new BusFixture(
                folder, Map.of("serai.bus.retry.initial-delay", delay, "serai.bus.retry.max-delay", delay));
        bus.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:t?group=g&" + options).routeId("flow").process(exchange -> call(exchange));
            }
        });
    }

    /** Each record gets a result of its own, as from a vendor's bulk call. */
    private void call(Exchange exchange) {
        Batches.set(exchange, Batches.current(exchange).mapLive(item -> item.settle(result(name(item.message())))));
    }

    private Outcome result(String name) {
        tried.add(name);
        if (refused.contains(name)) return Outcome.of(new Failure(false, "REFUSED", null, null));
        if (failing.contains(name)) return Outcome.of(new Failure(true, "UNABLE_TO_LOCK_ROW", null, null));
        taken.add(name);
        return Outcome.of(Outcome.Kind.DELIVERED);
    }

    private static String name(Message message) {
        return message.subject() + message.data().get("n").asInt();
    }

    /** The number is also the hour at which it happened. */
    private void publish(String... names) {
        bus.bus.publish("t", List.of(names).stream().map(this::item).toList());
    }

    private Item item(String name) {
        Item item = bus.item("t", name.substring(0, 1));
        int n = Integer.parseInt(name.substring(1));
        ((ObjectNode) item.body()).put("n", n);
        Message plain = item.message();
        Message message = new Message(
                plain.id(),
                plain.type(),
                plain.source(),
                plain.subject(),
                BEGIN.plus(Duration.ofHours(n)),
                plain.correlation(),
                plain.data());
        return Item.of(message, 1);
    }

    private List<String> became(String name) {
        return bus.handled.stream()
                .filter(one -> name(one.item().message()).equals(name))
                .map(one -> {
                    Outcome outcome = one.item().outcome();
                    return outcome.kind().label() + (outcome.reason() == null ? "" : " " + outcome.reason());
                })
                .toList();
    }

    private void makeDue() {
        bus.store.write(tx -> tx.update("UPDATE bus_parked SET due = 0"));
    }

    @Test
    void byDefaultLaterMessagesGoOn() throws Exception {
        failing.add("a1");
        start("batch=5", "PT1H");
        publish("a1", "b1", "a2");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(taken).containsExactly("b1", "a2"));
        failing.clear();
        makeDue();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(taken).containsExactly("b1", "a2", "a1"));
    }

    @Test
    void blockHoldsLaterMessagesOfTheKeyBackAndReleasesThemInOrder() throws Exception {
        failing.add("a1");
        start("ordering=block&batch=5", "PT1H");
        publish("a1", "b1", "a2", "a3", "b2");
        publish("a4");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(taken).containsExactly("b1", "b2"));
        await().atMost(PATIENCE).until(() -> bus.rows("bus_parked") == 4);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(became("a3")).containsExactly("parked held"));
        assertThat(tried).doesNotContain("a2", "a3", "a4");
        failing.clear();
        makeDue();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(taken).containsExactly("b1", "b2", "a1", "a2", "a3", "a4"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(became("a4")).containsExactly("parked held", "delivered"));
        await().atMost(PATIENCE).until(() -> bus.rows("bus_parked") == 0);
    }

    @Test
    void whatWasHeldIsTriedAsAFirstAttempt() throws Exception {
        failing.add("a1");
        start("ordering=block", "PT1H");
        publish("a1", "a2");
        await().atMost(PATIENCE).until(() -> bus.rows("bus_parked") == 2);
        failing.clear();
        makeDue();
        await().atMost(PATIENCE).until(() -> taken.contains("a2"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bus.handled.stream()
                                .filter(one -> name(one.item().message()).equals("a2"))
                                .map(one -> one.item().attempt()))
                        .containsExactly(1, 1));
    }

    @Test
    void aDeadLetterReleasesWhatWasHeldBehindIt() throws Exception {
        failing.add("a1");
        start("ordering=block&batch=5", "PT1H");
        publish("a1", "a2", "a3");
        await().atMost(PATIENCE).until(() -> bus.rows("bus_parked") == 3);
        refused.add("a1");
        makeDue();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(taken).containsExactly("a2", "a3"));
        assertThat(bus.rows("bus_dead")).isEqualTo(1);
    }

    @Test
    void aHeldMessageThatFailsItselfBlocksThoseBehindIt() throws Exception {
        failing.addAll(List.of("a1", "a2"));
        start("ordering=block&batch=5", "PT1H");
        publish("a1", "a2", "a3");
        await().atMost(PATIENCE).until(() -> bus.rows("bus_parked") == 3);
        failing.remove("a1");
        makeDue();
        await().atMost(PATIENCE).until(() -> became("a2").contains("parked UNABLE_TO_LOCK_ROW"));
        assertThat(tried).doesNotContain("a3");
        failing.clear();
        makeDue();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(taken).containsExactly("a1", "a2", "a3"));
    }

    @Test
    void blockKeepsTheOrderOfEveryKeyAmongSeveralWorkersWhileManyFail() throws Exception {
        start("ordering=block&batch=7&concurrency=3", "PT0.01S");
        for (String key : List.of("a", "b", "c", "d")) for (int n = 0; n < 40; n += 7) failing.add(key + n);
        for (int n = 0; n < 40; n++) publish("a" + n, "b" + n, "c" + n, "d" + n);
        await().atMost(PATIENCE).until(() -> tried.containsAll(List.of("a0", "b0", "c0", "d0")));
        failing.clear();
        await().atMost(PATIENCE).until(() -> taken.size() == 160);
        for (String key : List.of("a", "b", "c", "d"))
            assertThat(taken.stream()
                            .filter(name -> name.startsWith(key))
                            .map(name -> Integer.parseInt(name.substring(1))))
                    .hasSize(40)
                    .isSorted();
    }

    @Test
    void supersededLeavesAParkedMessageOutThatANewerOneWentPast() throws Exception {
        failing.addAll(List.of("a1", "b1"));
        start("ordering=superseded&batch=5", "PT1H");
        publish("a1", "b1", "a2");
        await().atMost(PATIENCE).until(() -> bus.rows("bus_parked") == 2 && taken.contains("a2"));
        failing.clear();
        makeDue();
        await().atMost(PATIENCE).until(() -> bus.rows("bus_parked") == 0);
        assertThat(taken).containsExactly("a2", "b1");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(became("a1"))
                        .containsExactly("parked UNABLE_TO_LOCK_ROW", "skipped-superseded superseded"));
    }

    @Test
    void ofSeveralParkedMessagesOfAKeyOnlyTheNewestIsTriedAgain() throws Exception {
        failing.addAll(List.of("a1", "a2", "a3"));
        start("ordering=superseded&batch=5", "PT1H");
        publish("a1", "a3", "a2");
        await().atMost(PATIENCE).until(() -> bus.rows("bus_parked") == 3);
        failing.clear();
        makeDue();
        await().atMost(PATIENCE).until(() -> bus.rows("bus_parked") == 0);
        assertThat(taken).containsExactly("a3");
    }

    @Test
    void aNewerMessageThatIsStillQueuedSupersedesToo() throws Exception {
        failing.add("a1");
        start("ordering=superseded", "PT1H");
        publish("a1");
        await().atMost(PATIENCE).until(() -> bus.rows("bus_parked") == 1);
        bus.camel.getRouteController().stopRoute("flow");
        publish("a2");
        makeDue();
        failing.clear();
        bus.camel.getRouteController().startRoute("flow");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(taken).containsExactly("a2"));
        await().atMost(PATIENCE).until(() -> became("a1").contains("skipped-superseded superseded"));
    }

    @Test
    void anOlderMessageThatIsGivenUpOrComesLateSupersedesNothing() throws Exception {
        failing.add("a2");
        refused.add("a3");
        start("ordering=superseded&batch=5", "PT1H");
        publish("a2", "a1", "a3");
        await().atMost(PATIENCE).until(() -> bus.rows("bus_dead") == 1 && taken.contains("a1"));
        failing.clear();
        makeDue();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(taken).containsExactly("a1", "a2"));
    }

    @Test
    void messagesWithoutASubjectHaveNoOrder() throws Exception {
        start("ordering=block&batch=5", "PT1H");
        Item first = bus.item("t", "a");
        Message plain = first.message();
        List<Item> items = List.of(1, 2, 3).stream()
                .map(n -> Item.of(
                        new Message(
                                plain.id() + n,
                                "t",
                                "test",
                                null,
                                BEGIN,
                                plain.correlation(),
                                ((ObjectNode) first.body()).deepCopy().put("n", n)),
                        1))
                .toList();
        failing.add("null1");
        bus.bus.publish("t", items);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(taken).containsExactly("null2", "null3"));
    }

    @Test
    void anUnknownOrderingIsRefusedWithTheKnownOnes() throws Exception {
        assertThatThrownBy(() -> start("ordering=strict", "PT1H"))
                .hasRootCauseMessage("ordering is 'strict': expected park, block or superseded");
    }
}
