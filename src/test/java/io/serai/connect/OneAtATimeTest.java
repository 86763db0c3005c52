package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.store.cluster.Leases;
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
    void whatIsWrittenMustBeSaid() throws Exception {
        start(Leases.sole());
        assertThat(send(null).get().getException()).hasMessageContaining(OneAtATime.WHAT);
    }

    private void start(Leases leases) throws Exception {
        context.getRegistry().bind("oneAtATime", new OneAtATime(leases));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:write")
                        .errorHandler(noErrorHandler())
                        .policy("oneAtATime")
                        .process(OneAtATimeTest.this::write);
            }
        });
        context.start();
    }

    private void write(Exchange exchange) throws InterruptedException {
        String what = exchange.getProperty(OneAtATime.WHAT, String.class);
        inside.add(what);
        gate.await();
        if (what.equals("bad")) throw new IllegalStateException("refused");
    }

    private Future<Exchange> send(String what) {
        return threads.submit(() -> context.createProducerTemplate()
                .request("direct:write", exchange -> exchange.setProperty(OneAtATime.WHAT, what)));
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
