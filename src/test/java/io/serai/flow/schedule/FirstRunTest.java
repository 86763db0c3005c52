package io.serai.flow.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.store.SqlStore;
import io.serai.store.TestStore;
import io.serai.store.Tx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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

    @Test
    void aFlowThatDeliveredBeforeItKnewSinceWhenItRunsBeginsWithItsFirstDelivery() throws IOException {
        String migration =
                Files.readString(Path.of("src/main/resources/db/migration/V18__customers_to_magento_since.sql"));
        try (SqlStore store = TestStore.open(folder)) {
            store.write(tx -> {
                delivery(tx, "a", "magento-pl", "customer", 0, TWO);
                delivery(tx, "b", "magento-pl", "customer", 0, ONE);
                delivery(tx, "c", "magento-pl", "newsletter", 0, ONE.minusSeconds(60));
                delivery(tx, "d", "custom-shop", "customer", 1, ONE.minusSeconds(60));
                return tx.update(migration);
            });
            FirstRun now = new FirstRun(new Watermarks(store), at(TWO.plusSeconds(60)));
            assertThat(since(now, "customers-to-magento")).isEqualTo(ONE.toString());

            store.write(tx -> tx.update(migration));
            assertThat(since(new FirstRun(new Watermarks(store), at(TWO)), "customers-to-magento"))
                    .isEqualTo(ONE.toString());
        }
    }

    private static void delivery(Tx tx, String record, String target, String object, int identity, Instant at)
            throws SQLException {
        tx.update(
                "INSERT INTO hub_delivery (record_id, target, object, version, state, identity, attempts, created_at, at)"
                        + " VALUES (?, ?, ?, 1, 'delivered', ?, 0, ?, ?)",
                record,
                target,
                object,
                identity,
                at,
                at);
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
