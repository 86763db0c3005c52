package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.serai.store.SqlStore;
import io.serai.store.TestStore;
import io.serai.store.cluster.Leases;
import io.serai.store.cluster.TestLeases;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneAtATimeTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<String> inside = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        gate.countDown();
        threads.shutdownNow();
        context.stop();
    }

    @Test
    void whoWritesTheSameWaitsAndWhoWritesSomethingElseDoesNot() throws Exception {
        start(Leases.sole());
        Future<Exchange> first = send("a");
        await().until(() -> inside.size() == 1);
        Future<Exchange> second = send("a");
        Future<Exchange> other = send("b");
        await().until(() -> inside.size() == 2);
        assertThat(inside).containsExactly("a", "b");
        gate.countDown();
        for (Future<Exchange> each : List.of(first, second, other))
            assertThat(each.get().getException()).isNull();
        assertThat(inside).containsExactly("a", "b", "a");
    }

    @Test
    void aFailureInsideLetsTheNextOneIn() throws Exception {
        start(Leases.sole());
        gate.countDown();
        assertThat(send("bad").get().getException()).hasMessage("refused");
        assertThat(send("bad").get().getException()).hasMessage("refused");
        assertThat(inside).containsExactly("bad", "bad");
    }

    @Test
    void anotherProcessIsWaitedFor() throws Exception {
        OthersLease leases = new OthersLease();
        start(leases);
        gate.countDown();
        Future<Exchange> waiting = send("a");
        await().until(() -> leases.asked.get() > 1);
        assertThat(inside).isEmpty();
        leases.free = true;
        assertThat(waiting.get().getException()).isNull();
        assertThat(leases.held("")).isEmpty();
    }

    @Test
    void processesThatShareADatabaseTakeTurns(@TempDir Path folder) throws Exception {
        assumeTrue(TestStore.onPostgresql(), "SQLite belongs to one process");
        SqlStore store = TestStore.open(folder);
        SqlStore beside = TestStore.openBeside(store, folder);
        Leases here = TestLeases.of(store);
        AskedLeases there = new AskedLeases(TestLeases.of(beside));
        try {
            start(here);
            route("direct:there", there);
            Future<Exchange> first = send("a");
            await().until(() -> inside.size() == 1);
            Future<Exchange> second = send("direct:there", "a");
            await().until(() -> there.asked.get() > 2);
            assertThat(inside).containsExactly("a");
            gate.countDown();
            assertThat(first.get().getException()).isNull();
            assertThat(second.get().getException()).isNull();
            assertThat(inside).containsExactly("a", "a");
            assertThat(here.held("")).as("both have given it back").isEmpty();
        } finally {
            gate.countDown();
            TestLeases.close(here);
            TestLeases.close(there.leases);
            beside.close();
            store.close();
        }
    }

    @Test
    void whatIsWrittenMustBeSaid() throws Exception {
        start(Leases.sole());
        assertThat(send(null).get().getException()).hasMessageContaining(OneAtATime.WHAT);
    }

    private void start(Leases leases) throws Exception {
        route("direct:write", leases);
        context.start();
    }

    private void route(String from, Leases leases) throws Exception {
        context.getRegistry().bind(from, new OneAtATime(leases));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).errorHandler(noErrorHandler()).policy(from).process(OneAtATimeTest.this::write);
            }
        });
    }

    private void write(Exchange exchange) throws InterruptedException {
        String what = exchange.getProperty(OneAtATime.WHAT, String.class);
        inside.add(what);
        gate.await();
        if (what.equals("bad")) throw new IllegalStateException("refused");
    }

    private Future<Exchange> send(String what) {
        return send("direct:write", what);
    }

    private Future<Exchange> send(String to, String what) {
        return threads.submit(() ->
                context.createProducerTemplate().request(to, exchange -> exchange.setProperty(OneAtATime.WHAT, what)));
    }

    /** Those of a process, and how often they were asked for. */
    private record AskedLeases(Leases leases, AtomicInteger asked) implements Leases {
        AskedLeases(Leases leases) {
            this(leases, new AtomicInteger());
        }

        @Override
        public boolean take(String name) {
            asked.incrementAndGet();
            return leases.take(name);
        }

        @Override
        public void give(String name) {
            leases.give(name);
        }

        @Override
        public Set<String> held(String prefix) {
            return leases.held(prefix);
        }

        @Override
        public boolean holds(String name) {
            return leases.holds(name);
        }
    }

    /** Somebody else has them until they are free. */
    private static final class OthersLease implements Leases {
        final AtomicInteger asked = new AtomicInteger();
        final Set<String> held = ConcurrentHashMap.newKeySet();
        volatile boolean free;

        @Override
        public boolean take(String name) {
            asked.incrementAndGet();
            return free && held.add(name);
        }

        @Override
        public void give(String name) {
            held.remove(name);
        }

        @Override
        public Set<String> held(String prefix) {
            return Set.copyOf(held);
        }

        @Override
        public boolean holds(String name) {
            return held.contains(name);
        }
    }
}
