package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.serai.bus.broker.Broker;
import io.serai.message.Item;
import io.serai.message.TestSpans;
import io.serai.message.Trace;
import io.serai.message.Traced;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One trace goes through all of the bus. */
class BusTracesTest {
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("serai.outcome");

    @TempDir
    Path folder;

    private final TestSpans spans = new TestSpans();
    private final AtomicBoolean failing = new AtomicBoolean();
    private BusFixture bus;
    private Trace trace;

    @BeforeEach
    void begin() {
        trace = spans.elsewhere();
    }

    @AfterEach
    void close() {
        if (bus != null) bus.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatFollowsFromAMessageIsInItsTrace(boolean brokered) throws Exception {
        start(brokered ? new FakeBroker() : null, forward(""), end("second", "g"));
        publish("first", "a");
        await().until(() -> spans.named("process second").size() == 1);

        SpanData first = spans.only("process first");
        SpanData publish = spans.only("publish second");
        SpanData second = spans.only("process second");
        assertThat(List.of(first, publish, second))
                .allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(trace.id()));
        assertThat(first.getParentSpanId()).isEqualTo(trace.traceparent().substring(36, 52));
        assertThat(publish.getParentSpanId()).isEqualTo(first.getSpanId());
        assertThat(second.getParentSpanId()).isEqualTo(publish.getSpanId());
        assertThat(first.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(second.getAttributes().get(OUTCOME)).isEqualTo("completed");
    }

    @Test
    void aRetryIsInTheTraceOfTheFirstAttempt() throws Exception {
        failing.set(true);
        start(null, end("first", "g"));
        publish("first", "a");
        await().until(() -> !spans.named("process first").isEmpty());
        failing.set(false);
        await().until(() -> spans.named("process first").stream()
                .anyMatch(span -> "completed".equals(span.getAttributes().get(OUTCOME))));

        List<SpanData> attempts = spans.named("process first");
        assertThat(attempts).allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(trace.id()));
        assertThat(attempts.get(0).getAttributes().get(OUTCOME)).isEqualTo("parked");
        assertThat(attempts.get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attempts.get(0).getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("test");
    }

    @Test
    void aReplayIsInTheTraceOfWhatWasGivenUp() throws Exception {
        failing.set(true);
        start(null, new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:first?group=g").process(exchange -> {
                    if (failing.get()) throw new IllegalArgumentException("never");
                });
            }
        });
        publish("first", "a");
        await().until(() -> bus.dead.list(DeadLetterQuery.one(1), 1).size() == 1);
        failing.set(false);
        bus.dead.replay(DeadLetterQuery.one(1));
        await().until(() -> spans.named("process first").size() == 2);

        assertThat(spans.named("process first"))
                .allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(trace.id()))
                .extracting(span -> span.getAttributes().get(OUTCOME))
                .containsExactly("dead", "completed");
    }

    @Test
    void aDelayedMessageIsInTheTraceOfWhoSetTheTimer() throws Exception {
        start(null, forward("?delay=200ms"), end("second", "g"));
        publish("first", "a");
        await().until(() -> spans.named("process second").size() == 1);

        assertThat(spans.only("process second").getTraceId()).isEqualTo(trace.id());
    }

    @Test
    void aBatchHasATraceOfItsOwnThatIsLinkedWithThoseOfItsMessages() throws Exception {
        Trace other = spans.elsewhere();
        start(null);
        bus.bus.publish("first", List.of(item("first", "a", trace), item("first", "b", other)));
        bus.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:first?group=g&batch=10")
                        .process(exchange -> call(exchange))
                        .to("bus:second");
                from("bus:second?group=g").process(exchange -> {});
            }
        });
        await().until(() -> spans.named("process second").size() == 2);

        SpanData batch = spans.only("process batch of first");
        assertThat(batch.getTraceId()).isNotIn(trace.id(), other.id());
        assertThat(batch.getLinks())
                .extracting(BusTracesTest::traceId)
                .containsExactlyInAnyOrder(trace.id(), other.id());
        assertThat(spans.only("call").getParentSpanId()).isEqualTo(batch.getSpanId());
        assertThat(spans.named("process first"))
                .allSatisfy(span -> assertThat(span.getLinks())
                        .extracting(BusTracesTest::traceId)
                        .containsExactly(batch.getTraceId()));
        assertThat(spans.named("process second"))
                .extracting(SpanData::getTraceId)
                .containsExactlyInAnyOrder(trace.id(), other.id());
    }

    @Test
    void whatNobodyTracedBeforeBeginsATraceOfItsOwn() throws Exception {
        start(null, forward(""), end("second", "g"));
        bus.publish("first", "a");
        await().until(() -> spans.named("process second").size() == 1);

        assertThat(spans.only("process first").getParentSpanContext().isValid()).isFalse();
        assertThat(spans.only("process second").getTraceId())
                .isEqualTo(spans.only("process first").getTraceId());
    }

    @Test
    void nothingOfAMessageIsInItsSpans() throws Exception {
        start(null, forward(""), end("second", "g"));
        publish("first", "grace@example.com");
        await().until(() -> spans.named("process second").size() == 1);

        assertThat(spans.all().toString()).doesNotContain("grace");
    }

    private static void call(Exchange exchange) {
        Traced.of(exchange).child(SpanKind.CLIENT, "call").close();
    }

    private static String traceId(LinkData link) {
        return link.getSpanContext().getTraceId();
    }

    private RouteBuilder forward(String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:first?group=g").to("bus:second" + options);
            }
        };
    }

    private RouteBuilder end(String topic, String group) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:" + topic + "?group=" + group).process(exchange -> {
                    if (failing.get()) throw new BusFixture.Passing();
                });
            }
        };
    }

    private void start(Broker broker, RouteBuilder... routes) throws Exception {
        bus = new BusFixture(folder, Map.of("serai.bus.pause.after", "0"), broker, spans.tracing());
        bus.start(routes);
    }

    private void publish(String topic, String key) {
        bus.bus.publish(topic, List.of(item(topic, key, trace)));
    }

    private Item item(String topic, String key, Trace from) {
        Item item = bus.item(topic, key);
        return Item.of(item.message().with(from), 1);
    }
}
