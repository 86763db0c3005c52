package io.serai.flow.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    Path folder;

    private ScheduleFixture fixture;

    @BeforeEach
    void open() {
        fixture = new ScheduleFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void route(String from, Processor steps) throws Exception {
        fixture.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId("r").process(steps);
            }
        });
    }

    @Test
    void itBeginsAnExchangeForEachSystemOfTheKindWithItsHeaders() throws Exception {
        Map<String, String> seen = new ConcurrentHashMap<>();
        route(
                "schedule:test?initialDelay=0&systems=magento&every=20",
                exchange -> seen.merge(
                        exchange.getMessage().getHeader(Scheduled.SYSTEM, String.class),
                        exchange.getMessage().getHeader(Scheduled.KIND, String.class),
                        (one, other) -> one));
        await().until(() -> seen.size() == 2);
        assertThat(seen).containsOnly(Map.entry("magento-de", "magento"), Map.entry("magento-pl", "magento"));
        await().until(() -> fixture.runs("test", "magento-pl", "ok") > 2);
        assertThat(fixture.meters.get("serai_flow_schedule_success_age").timeGauges())
                .hasSize(2);
    }

    @Test
    void noRunBeginsWhileSchedulesAreHeld() throws Exception {
        ScheduleComponent component = fixture.context.getComponent("schedule", ScheduleComponent.class);
        component.hold();
        route("schedule:test?initialDelay=0&every=20", exchange -> {});
        await().during(Duration.ofMillis(300)).until(() -> fixture.runs("test", "none", "ok") == 0);
        component.release();
        await().until(() -> fixture.runs("test", "none", "ok") > 0);
    }

    @Test
    void withoutSystemsItRunsOnceForAllWithoutSuchHeaders() throws Exception {
        List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();
        route(
                "schedule:test?initialDelay=0&every=20",
                exchange -> headers.add(Map.copyOf(exchange.getMessage().getHeaders())));
        await().until(() -> headers.size() > 2);
        assertThat(headers.get(0)).doesNotContainKeys(Scheduled.SYSTEM, Scheduled.KIND);
    }

    @Test
    void aKindWithoutAnySystemIsToldAtTheStart() {
        assertThatThrownBy(() -> route("schedule:test?systems=salesforce", exchange -> {}))
                .hasMessageContaining("serai.systems.<name>.kind=salesforce is missing");
    }

    @Test
    void aSlowSystemDelaysNoOtherAndNoSystemRunsTwiceAtOnce() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        route("schedule:test?initialDelay=0&systems=magento&every=5", exchange -> {
            if (!"magento-pl".equals(exchange.getMessage().getHeader(Scheduled.SYSTEM))) return;
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            release.await();
            atOnce.decrementAndGet();
        });
        await().until(() -> fixture.runs("test", "magento-de", "ok") > 5);
        assertThat(fixture.runs("test", "magento-pl", "ok")).isZero();
        release.countDown();
        await().until(() -> fixture.runs("test", "magento-pl", "ok") > 5);
        assertThat(most).hasValue(1);
    }

    @Test
    void aFailedRunIsCountedAndTheNextOnesComeLaterEachTimeUntilOneGoesWell() throws Exception {
        List<Long> at = new CopyOnWriteArrayList<>();
        AtomicBoolean fails = new AtomicBoolean(true);
        route("schedule:test?initialDelay=0&every=40", exchange -> {
            at.add(System.nanoTime());
            if (fails.get()) throw new IllegalStateException("no");
        });
        await().until(() -> at.size() >= 4);
        fails.set(false);
        assertThat(at.get(1) - at.get(0)).isGreaterThan(79_000_000);
        assertThat(at.get(3) - at.get(2)).isGreaterThan(319_000_000);
        assertThat(fixture.runs("test", "none", "failed")).isGreaterThanOrEqualTo(3);
        await().until(() -> fixture.runs("test", "none", "ok") > 2);
    }

    @Test
    void itsRouteStopsWhenTheRunUnderWayHasEnded() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch release = new CountDownLatch(1);
        route("schedule:test?initialDelay=0&every=5", exchange -> {
            entered.countDown();
            release.await();
            ended.set(true);
        });
        entered.await();
        Thread stopping = new Thread(() -> {
            try {
                fixture.context.getRouteController().stopRoute("r");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        stopping.start();
        release.countDown();
        stopping.join();
        assertThat(ended).isTrue();
        double runs = fixture.runs("test", "none", "ok");
        await().during(java.time.Duration.ofMillis(60)).until(() -> fixture.runs("test", "none", "ok") == runs);
        assertThat(fixture.meters.find("serai_flow_schedule_success_age").timeGauge())
                .isNull();
    }

    @Test
    void theFirstRunReadsFromTheBeginAndLaterOnesFromTheWatermarkLessTheOverlap() throws Exception {
        fixture.watermarks.advance("test", "magento-pl", new Watermark(NOON, "7"));
        Map<String, Exchange> seen = new ConcurrentHashMap<>();
        route(
                "schedule:test?initialDelay=0&systems=magento&every=20&begin=2026-01-01T00:00:00Z&overlap=90s",
                exchange -> seen.put(exchange.getMessage().getHeader(Scheduled.SYSTEM, String.class), exchange.copy()));
        await().until(() -> seen.size() == 2);
        assertThat(seen.get("magento-de").getProperty(Scheduled.SINCE)).isEqualTo("2026-01-01 00:00:00");
        assertThat(seen.get("magento-de").getProperty(Scheduled.WATERMARK_TIME)).isNull();
        assertThat(seen.get("magento-pl").getProperty(Scheduled.SINCE)).isEqualTo("2026-11-20 11:58:30");
        assertThat(seen.get("magento-pl").getProperty(Scheduled.WATERMARK_TIME)).isEqualTo("2026-11-20T12:00:00Z");
        assertThat(seen.get("magento-pl").getProperty(Scheduled.WATERMARK_ID)).isEqualTo("7");
    }

    /** How a system is read anew, as k8s/README.md tells it. */
    @Test
    void whatHasItsWatermarkDeletedIsReadFromTheBeginAgain() throws Exception {
        fixture.watermarks.advance("test", "magento-pl", new Watermark(NOON, "7"));
        fixture.watermarks.advance("test", "magento-de", new Watermark(NOON, "8"));
        fixture.store.write(tx -> tx.update("DELETE FROM watermark WHERE schedule = 'test' AND system = 'magento-pl'"));
        Map<String, Object> since = new ConcurrentHashMap<>();
        route(
                "schedule:test?initialDelay=0&systems=magento&every=20&overlap=0",
                exchange -> since.put(
                        exchange.getMessage().getHeader(Scheduled.SYSTEM, String.class),
                        exchange.getProperty(Scheduled.SINCE)));
        await().until(() -> since.size() == 2);
        assertThat(since)
                .containsEntry("magento-pl", "1970-01-01 00:00:00")
                .containsEntry("magento-de", "2026-11-20 12:00:00");
    }

    @Test
    void aWatermarkNeverGoesBackAndTellsNumbersApartAsNumbers() {
        assertThat(fixture.watermarks.advance("s", "m", new Watermark(NOON, "9")))
                .isTrue();
        assertThat(fixture.watermarks.advance("s", "m", new Watermark(NOON, "10")))
                .isTrue();
        assertThat(fixture.watermarks.advance("s", "m", new Watermark(NOON, "9")))
                .isFalse();
        assertThat(fixture.watermarks.advance("s", "m", new Watermark(NOON.minusSeconds(1), "99")))
                .isFalse();
        assertThat(fixture.watermarks.of("s", "m")).contains(new Watermark(NOON, "10"));
        assertThat(fixture.watermarks.of("s", "other")).isEmpty();
    }

    @Test
    void advanceTakesTheLastOfTheRowsByTimeAndId() throws Exception {
        advancing("schedule:advance?timeField=updated_at&idField=id", """
                {"items":[{"id":10,"updated_at":"2026-11-20 12:00:00"},{"id":9,"updated_at":"2026-11-20 12:00:00"},
                          {"id":11,"updated_at":"2026-11-20 11:00:00"},{"id":12}]}""");
        await().until(() -> fixture.watermarks.of("test", "").isPresent());
        assertThat(fixture.watermarks.of("test", "")).contains(new Watermark(NOON, "10"));
    }

    @Test
    void advanceJoinsTheTransactionAndGoesWithIt() throws Exception {
        AtomicBoolean fails = new AtomicBoolean(true);
        fixture.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("schedule:test?initialDelay=0&every=20")
                        .routeId("r")
                        .setProperty(Scheduled.ROW_TIME, constant("2026-11-20T12:00:00Z"))
                        .setProperty(Scheduled.ROW_ID, constant("1"))
                        .policy("transaction")
                        .to("schedule:advance")
                        .process(exchange -> {
                            if (fails.get()) throw new IllegalStateException("after the watermark");
                        });
            }
        });
        await().until(() -> fixture.runs("test", "none", "failed") > 1);
        assertThat(fixture.watermarks.of("test", "")).isEmpty();
        fails.set(false);
        await().until(() -> fixture.runs("test", "none", "ok") > 0);
        assertThat(fixture.watermarks.of("test", "")).contains(new Watermark(NOON, "1"));
    }

    private void advancing(String uri, String body) throws Exception {
        fixture.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("schedule:test?initialDelay=0&every=20")
                        .routeId("r")
                        .process(exchange -> exchange.getMessage().setBody(new ObjectMapper().readTree(body)))
                        .to(uri);
            }
        });
    }

    @Test
    void onlyAdvanceCanBeSentTo() {
        assertThatThrownBy(() -> fixture.context.createProducerTemplate().sendBody("schedule:other", ""))
                .rootCause()
                .hasMessage("only 'schedule:advance' can be sent to, not 'schedule:other'");
    }
}
