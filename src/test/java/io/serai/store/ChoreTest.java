package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChoreTest {
    private static final String FAILURE = "The test could not do its chore";
    private static final PatternFormatter FORMAT = new PatternFormatter("%m");
    private static final Logger LOGGER = Logger.getLogger(Chore.class.getName());

    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        LOGGER.addHandler(lines);
    }

    @AfterEach
    void listenNoMore() {
        LOGGER.removeHandler(lines);
    }

    @Test
    void whatFailsIsToldInTheLog() {
        Chore chore = chore(() -> {
            throw new StoreException("the database refused a write", null);
        });

        await().untilAsserted(() -> assertThat(lines.ofFailures()).hasSize(1));
        chore.close();
    }

    @Test
    void whatIsInterruptedAsItIsClosedIsNoFailure() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Thread> worker = new AtomicReference<>();
        Chore chore = chore(() -> {
            worker.set(Thread.currentThread());
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreException("interrupted while waiting for the store", e);
            }
        });
        begun.await();

        chore.close();

        worker.get().join();
        assertThat(lines.ofFailures()).isEmpty();
    }

    private static Chore chore(Runnable work) {
        return new Chore("chore-test", FAILURE, Duration.ZERO, Duration.ofHours(1), work);
    }

    private static final class Lines extends ExtHandler {
        private final List<String> all = new CopyOnWriteArrayList<>();

        List<String> ofFailures() {
            return all.stream().filter(line -> line.startsWith(FAILURE)).toList();
        }

        @Override
        protected void doPublish(ExtLogRecord line) {
            all.add(FORMAT.format(line));
        }
    }
}
