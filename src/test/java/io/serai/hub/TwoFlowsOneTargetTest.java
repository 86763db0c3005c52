package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.store.TestStore;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A flow that tells a target everything, and one that brings it refusals only and waits behind nothing: what the target keeps is the truth. */
class TwoFlowsOneTargetTest {
    private static final String MAIL = "?target=omnisend&object=consent&identity=false";

    private static final String OK = "{\"ok\":true,\"id\":\"o1\"}";

    @TempDir
    Path folder;

    private final Later clock = new Later();
    private final List<String> written = new ArrayList<>();
    private HubFixture hub;
    private String ann;
    private Runnable beforeSending;
    private Runnable whileWriting;
    private String result = OK;

    /** The system's, and as much later as a test says. */
    private static final class Later extends Clock {
        private Duration by = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(by);
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
        flow("all", "");
        flow("refusals", "&refused=emailMarketing,smsMarketing");
        ann = decides("yes", 1);
    }

    private void flow(String name, String option) throws Exception {
        hub.route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + name)
                        .routeId(name)
                        .to("hub:pending" + MAIL + option)
                        .process(exchange -> once(beforeSending, () -> beforeSending = null))
                        .to("hub:unsent" + MAIL)
                        .process(exchange -> {
                            String status = exchange.getMessage()
                                    .getBody(JsonNode.class)
                                    .at("/0/emailMarketing/status")
                                    .asText();
                            once(whileWriting, () -> whileWriting = null);
                            written.add(status); // the target applies what came to it last
                            exchange.getMessage().setBody(HubFixture.read("[" + result + "]"));
                        })
                        .to("hub:delivered" + MAIL);
            }
        });
    }

    private static void once(Runnable action, Runnable forget) {
        if (action == null) return;
        forget.run();
        action.run();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void aRefusalWaitsForTheOlderYesThatIsBeingWrittenAndIsTheLastWord() {
        whileWriting = () -> {
            decides("no", 2);
            assertThat(run("refusals")).isEqualTo("parked/delivery-under-way");
        };
        assertThat(run("all")).isEqualTo("delivered");
        assertThat(run("refusals")).isEqualTo("delivered");
        assertThat(run("all")).isEqualTo("skipped-unchanged/already-delivered");
        assertThat(written).containsExactly("yes", "no");
    }

    @Test
    void aNewerYesWaitsForTheRefusalThatIsBeingWrittenAndIsTheLastWord() {
        decides("no", 2);
        whileWriting = () -> {
            decides("yes", 3);
            assertThat(run("all")).isEqualTo("parked/delivery-under-way");
        };
        assertThat(run("refusals")).isEqualTo("delivered");
        assertThat(run("all")).isEqualTo("delivered");
        assertThat(run("refusals")).isEqualTo("skipped-filtered/no-refusal");
        assertThat(written).containsExactly("no", "yes");
    }

    @Test
    void aRefusalThatWasLoadedBeforeANewerYesWasWrittenIsNotWritten() {
        decides("no", 2);
        beforeSending = () -> {
            decides("yes", 3);
            assertThat(run("all")).isEqualTo("delivered");
        };
        assertThat(run("refusals")).isEqualTo("skipped-stale/newer-delivered");
        assertThat(written).containsExactly("yes");
    }

    @Test
    void whatBothFlowsLoadedIsWrittenOnce() {
        decides("no", 2);
        beforeSending = () -> assertThat(run("refusals")).isEqualTo("delivered");
        assertThat(run("all")).isEqualTo("skipped-unchanged/same-content");
        assertThat(written).containsExactly("no");
    }

    @Test
    void aWriteThatWasRefusedIsNotWaitedForAndItsRetryDoesNotUndoTheRefusal() {
        whileWriting = () -> {
            throw answered(503);
        };
        assertThatThrownBy(() -> run("all")).hasRootCauseInstanceOf(HttpOperationFailedException.class);
        decides("no", 2);
        assertThat(run("refusals")).isEqualTo("delivered");
        assertThat(run("all")).isEqualTo("skipped-unchanged/already-delivered");
        assertThat(written).containsExactly("no");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 408, 502, 504})
    void aWriteWhoseAnswerWasLostMayStillArriveSoARefusalWaitsForIt(int status) {
        whileWriting = () -> {
            throw status == 0 ? new UncheckedIOException(new HttpTimeoutException("no answer")) : answered(status);
        };
        assertThatThrownBy(() -> run("all")).isInstanceOf(RuntimeException.class);
        decides("no", 2);
        assertThat(run("refusals")).isEqualTo("parked/delivery-under-way");
        written.add("yes"); // after all

        clock.by = Hold.LATE.plusSeconds(1);
        assertThat(run("refusals")).isEqualTo("delivered");
        assertThat(written).containsExactly("yes", "no");
    }

    @Test
    void aResultThatNobodyKnowsIsWaitedForTooAndOneThatIsKnownIsNot() {
        result = "{\"ok\":false,\"retry\":true,\"code\":\"http-504\"}";
        assertThat(run("all")).isEqualTo("parked/http-504");
        decides("no", 2);
        assertThat(run("refusals")).isEqualTo("parked/delivery-under-way");
        result = "{\"ok\":false,\"retry\":true,\"code\":\"http-429\"}";
        assertThat(run("all")).isEqualTo("parked/http-429");
        result = OK;
        assertThat(run("refusals")).isEqualTo("delivered");
    }

    @Test
    void whatLeavesTheBatchBeforeItIsWrittenIsNotWaitedFor() throws Exception {
        hub.route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:leaves")
                        .to("hub:pending" + MAIL)
                        .to("hub:unsent" + MAIL)
                        .process(exchange -> {
                            Batches.set(
                                    exchange,
                                    Batches.envelope(exchange)
                                            .mapLive(item -> item.settle(
                                                    Outcome.of(Outcome.Kind.SKIPPED_FILTERED, "left", null))));
                            exchange.getMessage().setBody(HubFixture.read("[]"));
                        })
                        .to("hub:delivered" + MAIL);
            }
        });
        assertThat(run("leaves")).isEqualTo("skipped-filtered/left");
        decides("no", 2);
        assertThat(run("refusals")).isEqualTo("delivered");
    }

    @Test
    void aRecordThatBecameOneWithAnotherBeforeItsWriteFailedIsNotWaitedFor() {
        String bob = decides("bob", "yes", 1);
        whileWriting = () -> {
            assertThat(hub.hub.unite(ann, bob, "somebody", "one person")).isNotNull();
            throw answered(503);
        };
        assertThatThrownBy(() -> run("all", bob)).isInstanceOf(RuntimeException.class);
        decides("no", 2);
        assertThat(run("refusals")).isEqualTo("delivered");
    }

    @Test
    void allThatOneExchangeMarkedEndsWithIt() throws Exception {
        String bob = decides("bob", "yes", 1);
        hub.route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice")
                        .to("hub:pending" + MAIL)
                        .process(exchange -> exchange.setProperty("both", Batches.envelope(exchange)))
                        .process(exchange -> only(exchange, 0))
                        .to("hub:unsent" + MAIL)
                        .process(exchange -> only(exchange, 1))
                        .to("hub:unsent" + MAIL)
                        .process(exchange -> {
                            throw answered(503);
                        });
            }
        });
        assertThatThrownBy(() -> hub.run("direct:twice", hub.change(ann), hub.change(bob)))
                .isInstanceOf(RuntimeException.class);
        decides("no", 2);
        decides("bob", "no", 2);
        assertThat(run("refusals")).isEqualTo("delivered");
        assertThat(run("refusals", bob)).isEqualTo("delivered");
    }

    private static void only(Exchange exchange, int item) {
        Batch both = exchange.getProperty("both", Batch.class);
        Batches.set(exchange, new Batch(List.of(both.items().get(item)), false));
    }

    @Test
    void afterACrashTheSameFlowGoesOnAtOnce() {
        whileWriting = () -> { // the process that wrote first is dead
            decides("no", 2);
            assertThat(run("refusals")).isEqualTo("parked/delivery-under-way");
            assertThat(run("all")).isEqualTo("delivered");
            assertThat(run("refusals")).isEqualTo("skipped-unchanged/already-delivered");
            assertThat(written).containsExactly("no");
        };
        run("all");
        assertThat(whileWriting).isNull();
    }

    @Test
    void whatADeadFlowDoesNotGoOnWithOthersDoOnceNoWriteCanTakeSoLong() {
        whileWriting = () -> {
            decides("no", 2);
            clock.by = Hold.LONGEST.plusSeconds(1);
            assertThat(run("refusals")).isEqualTo("delivered");
        };
        assertThat(run("all")).isEqualTo("parked/overtaken"); // alive after all: so it is written again
        assertThat(run("refusals")).isEqualTo("delivered");
        assertThat(written).containsExactly("no", "yes", "no");
    }

    @Test
    void onlyADecisionCanBeARefusal() {
        assertThatThrownBy(() -> hub.run("hub:pending?target=omnisend&object=consent&refused=email", hub.change(ann)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hub:pending?refused=email: consent has no decision of this name");
    }

    private static RuntimeException answered(int status) {
        return new RuntimeCamelException(
                new HttpOperationFailedException("http://omnisend", status, "", null, Map.of(), ""));
    }

    /** What became of the flow's message about Ann. */
    private String run(String flow) {
        return run(flow, ann);
    }

    private String run(String flow, String record) {
        return HubFixture.outcomes(hub.run("direct:" + flow, hub.change(record)))
                .get(0);
    }

    private String decides(String status, long second) {
        return decides("ann", status, second);
    }

    private String decides(String who, String status, long second) {
        Item said = hub.said(
                "consent",
                "shop",
                "s-" + who,
                second,
                "{\"email\":\"" + who + "@example.com\",\"emailMarketing\":{\"status\":\"" + status + "\",\"at\":\""
                        + Instant.ofEpochSecond(second) + "\"}}");
        return hub.merge(said).note(Note.RECORD);
    }
}
