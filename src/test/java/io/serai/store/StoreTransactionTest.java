package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTransactionTest {
    private static final String INSERT =
            "INSERT INTO idempotency (scope, id, done, owner, until) VALUES ('t', ?, 1, 'me', 0)";

    @TempDir
    Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ExecutorService afterwards = Executors.newFixedThreadPool(2);
    private final AtomicInteger runs = new AtomicInteger();
    private SqlStore store;

    @BeforeEach
    void open() {
        store = TestStore.open(folder);
        camel.getRegistry().bind("transaction", new StoreTransaction(store, afterwards, false));
        camel.getCamelContextExtension().setErrorHandlerFactory(new org.apache.camel.builder.NoErrorHandlerBuilder());
    }

    @AfterEach
    void close() {
        camel.stop();
        store.close();
        afterwards.shutdown();
    }

    private long rows() {
        return store.read(tx -> tx.first("SELECT count(*) FROM idempotency", row -> row.getLong(1)))
                .orElseThrow();
    }

    /** Steps that change all of an exchange, and meet another transaction so many times. */
    private Exchange send(int conflicts) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .policy("transaction")
                        .process(exchange -> step(exchange, conflicts))
                        .end()
                        .process(exchange -> exchange.setProperty("after", true));
            }
        });
        camel.start();
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody("body");
        exchange.getMessage().setHeader("header", "before");
        exchange.setProperty("property", "before");
        camel.createProducerTemplate().send("direct:in", exchange);
        return exchange;
    }

    private void step(Exchange exchange, int conflicts) {
        int run = runs.incrementAndGet();
        assertThat(exchange.getMessage().getBody()).isEqualTo("body");
        assertThat(exchange.getMessage().getHeaders())
                .containsOnlyKeys("header")
                .containsValue("before");
        assertThat(exchange.getProperty("property")).isEqualTo("before");
        assertThat(exchange.getProperty("noted")).isNull();
        exchange.getMessage().setBody("changed");
        exchange.getMessage().setHeader("more", "header");
        exchange.getMessage().setHeader("header", "changed");
        exchange.setProperty("property", "changed");
        exchange.setProperty("noted", run);
        store.write(tx -> tx.update(INSERT, "id" + run));
        if (run <= conflicts)
            store.write(tx -> {
                throw new SQLException("met another one", "40P01");
            });
    }

    @Test
    void stepsThatMeetAnotherTransactionBeginAnewWithTheExchangeAsItWas() throws Exception {
        assumeTrue(TestStore.onPostgresql(), "transactions of SQLite never meet");
        Exchange exchange = send(2);
        assertThat(exchange.getException()).isNull();
        assertThat(runs).hasValue(3);
        assertThat(exchange.getMessage().getBody()).isEqualTo("changed");
        assertThat(exchange.getProperty("noted")).isEqualTo(3);
        assertThat(exchange.getProperty("after")).isEqualTo(true);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void stepsThatGoOnMeetingOthersFailWithAnExceptionThatMayPass() throws Exception {
        Exchange exchange = send(Integer.MAX_VALUE);
        assertThat(exchange.getException()).isInstanceOf(StoreException.class);
        assertThat(exchange.getProperty("property")).isEqualTo("before");
        assertThat(exchange.getProperty("after")).isNull();
        assertThat(runs).hasValue(TestStore.onPostgresql() ? 5 : 1);
        assertThat(rows()).isZero();
    }

    @Test
    void stepsThatGoWellAreKeptOnce() throws Exception {
        Exchange exchange = send(0);
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getProperty("noted")).isEqualTo(1);
        assertThat(rows()).isEqualTo(1);
    }
}
