package io.serai.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + ID + "-00f067aa0ba902b7-01";

    @Test
    void isWrittenAsOneTextAndReadAgain() {
        Trace trace = Trace.of(PARENT, "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
        assertThat(trace.id()).isEqualTo(ID);
        assertThat(Trace.parse(trace.text())).isEqualTo(trace);
        assertThat(Trace.parse(PARENT)).isEqualTo(new Trace(PARENT, null));
        assertThat(Trace.parse(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "grace@example.com",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\nX-Other: 1"
            })
    void whatIsNoTraceIsNotTakenForOne(String said) {
        assertThat(Trace.of(said, null)).isNull();
    }

    @Test
    void aStateThatIsNoneIsLeftOut() {
        assertThat(Trace.of(PARENT, "a=1\r\nX: 2")).isEqualTo(new Trace(PARENT, null));
        assertThat(Trace.of(PARENT, "a=" + "1".repeat(600))).isEqualTo(new Trace(PARENT, null));
    }

    @Test
    void whatFollowsIsInTheTraceThatWasSaidWithItsState() {
        TestSpans spans = new TestSpans();
        try (Traced work = spans.tracing().begin(SpanKind.SERVER, "work", Trace.of(PARENT, "rojo=1"))) {
            assertThat(work.trace().id()).isEqualTo(ID);
            assertThat(work.trace().tracestate()).isEqualTo("rojo=1");
            assertThat(work.trace().traceparent()).isNotEqualTo(PARENT);
        }
        assertThat(spans.only("work").getParentSpanId()).isEqualTo("00f067aa0ba902b7");
    }

    @Test
    void whereNothingIsTracedAllOfItDoesNothing() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        Traced off = Tracing.OFF.begin(SpanKind.SERVER, "work", Trace.of(PARENT, null));
        off.carriedBy(exchange);
        try (Traced child = Traced.of(exchange).child(SpanKind.CLIENT, "call")) {
            child.attribute("a", "b").attribute("c", 1).answered(500);
            child.failed("code");
            child.link(off);
            assertThat(child.trace()).isNull();
        }
        assertThat(exchange.getProperties()).isEmpty();
    }
}
