package io.serai.flow;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The thread that looks for changed files, by their content: mounted ConfigMaps tell no file events. */
final class Watcher implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("io.serai.flow");

    private final Reloader routes;
    private final List<ContentReloader> contents;
    private final Duration every;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "serai-flow-watcher");

    Watcher(Reloader routes, List<ContentReloader> contents, Duration every) {
        this.routes = routes;
        this.contents = contents;
        this.every = every;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS)) poll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void poll() throws InterruptedException {
        try {
            for (ContentReloader content : contents) content.poll();
            routes.poll();
        } catch (IOException e) {
            LOG.debugf("A file vanished while it was read; the next poll looks again (%s)", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Looking for changed files failed; the next poll looks again", e);
        }
    }

    /** Returns once no reload is under way any more. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
