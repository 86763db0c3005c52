package io.serai.flow.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.store.SqlStore;
import io.serai.store.TestStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstRunTest {
    private static final Instant ONE = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant TWO = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    Path folder;

    @Test
    void aFlowKnowsWhenTheFirstProcessThatRanItWasStarted() {
        try (SqlStore store = TestStore.open(folder)) {
            Watermarks watermarks = new Watermarks(store);

            assertThat(since(new FirstRun(watermarks, at(ONE)), "orders")).isEqualTo(ONE.toString());

            FirstRun restarted = new FirstRun(watermarks, at(TWO));
            assertThat(since(restarted, "orders")).isEqualTo(ONE.toString());
            assertThat(since(restarted, "carts")).isEqualTo(TWO.toString());
        }
    }

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }

    private static String since(FirstRun firstRun, String route) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getExchangeExtension().setFromRouteId(route);
        firstRun.process(exchange);
        return exchange.getProperty(FirstRun.SINCE, String.class);
    }
}
