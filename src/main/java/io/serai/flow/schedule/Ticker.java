package io.serai.flow.schedule;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.serai.message.Failure;
import io.serai.message.SystemInfo;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Runs one schedule for one system on its own thread, again and again until it is stopped; of several replicas only in the one that holds
 * the schedule's lease, which keeps it until it is stopped too.
 */
final class Ticker {
    private static final Logger LOG = Logger.getLogger("io.serai.flow.schedule");
    private static final int MOST = 10;
    /** How often a replica whose turn it is not asks again, at least. */
    private static final long TURN_MILLIS = 2_000;

    private static final long HELD_MILLIS = 50;

    private final ScheduleComponent component;
    private final Supplier<Exception> run;
    private final String key;
    private final long every;
    private final long initialDelay;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private final Tags tags;
    private volatile long lastSuccess = System.nanoTime();
    private TimeGauge age;
    private Gauge held;
    private int failures;

    /** @param run one run; answers with its failure, or null */
    Ticker(ScheduleEndpoint endpoint, SystemInfo system, Supplier<Exception> run) {
        String name = system == null ? "none" : system.name();
        this.component = endpoint.getComponent();
        this.run = run;
        this.key = endpoint.getName() + (system == null ? "" : "/" + name);
        this.every = endpoint.getEvery();
        this.initialDelay = endpoint.getInitialDelay();
        this.tags = Tags.of("schedule", endpoint.getName(), "system", name);
        this.thread = endpoint.getCamelContext().getExecutorServiceManager().newThread("schedule:" + key, this::loop);
    }

    void start() {
        MeterRegistry meters = component.meters();
        age = TimeGauge.builder("serai_flow_schedule_success_age", this, TimeUnit.NANOSECONDS, Ticker::age)
                .description("Time since the last run that went well, or since it became this replica's turn")
                .tags(tags)
                .register(meters);
        held = Gauge.builder(
                        "serai_flow_schedule_held", () -> component.leases().holds(lease()) ? 1 : 0)
                .description("1 where the schedule runs, 0 in the other replicas")
                .tags(tags)
                .register(meters);
        thread.start();
    }

    private String lease() {
        return "schedule/" + key;
    }

    private double age() {
        return System.nanoTime() - lastSuccess;
    }

    void stop() {
        stopped.countDown();
        if (age != null) component.meters().remove(age);
        if (held != null) component.meters().remove(held);
    }

    private void loop() {
        try {
            while (component.held()) if (stopped.await(HELD_MILLIS, TimeUnit.MILLISECONDS)) return;
            long pause = initialDelay;
            while (!stopped.await(pause, TimeUnit.MILLISECONDS)) {
                boolean mine = runOnce();
                pause = mine ? every * Math.min(MOST, 1L << Math.min(failures, 8)) : Math.min(every, TURN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            giveBack();
        }
    }

    /** Not while a successor in this replica is at work with it. */
    private void giveBack() {
        if (!component.running().add(key)) return;
        try {
            component.leases().give(lease());
        } finally {
            component.running().remove(key);
        }
    }

    /** The one place where a run begins. False when another replica runs this schedule. */
    private boolean runOnce() {
        if (!component.running().add(key)) return true;
        try {
            if (!component.leases().take(lease())) {
                lastSuccess = System.nanoTime();
                failures = 0;
                return false;
            }
            Exception failure = run.get();
            if (failure == null) succeeded();
            else failed(failure);
        } catch (RuntimeException e) {
            failed(e);
        } finally {
            component.running().remove(key);
        }
        return true;
    }

    private void succeeded() {
        failures = 0;
        lastSuccess = System.nanoTime();
        count("ok");
    }

    private void failed(Exception e) {
        failures++;
        count("failed");
        Failure failure = component.classify(e);
        LOG.warnf(
                "Schedule %s failed (%s): %s; the next run reads the same again",
                key, failure.code(), failure.detail());
        LOG.debug("Why it failed", e);
    }

    private void count(String result) {
        component
                .meters()
                .counter("serai_flow_schedule_runs", tags.and("result", result))
                .increment();
    }
}
