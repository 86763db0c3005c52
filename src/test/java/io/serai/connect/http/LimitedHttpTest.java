package io.serai.connect.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.CallMeter;
import io.serai.connect.SystemComponents;
import io.serai.connect.TestSystems;
import io.serai.connect.VendorDouble;
import io.serai.connect.VendorDouble.Answer;
import io.serai.connect.VendorFailures;
import io.serai.connect.quota.FakeTime;
import io.serai.connect.quota.TestLimiters;
import io.serai.message.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A system reached by HTTP, within its quota. Time stands still unless the test moves it. */
class LimitedHttpTest {
    private static final Answer OK = Answer.json(200, "{\"id\":1}");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FakeTime time = new FakeTime();
    private final AtomicReference<Answer> answer = new AtomicReference<>(OK);
    private DefaultCamelContext context;
    private VendorDouble vendor;

    @BeforeEach
    void open() {
        vendor = new VendorDouble(request -> answer.get());
    }

    @AfterEach
    void stop() {
        context.stop();
        vendor.close();
    }

    @Test
    void whatIsBeyondTheLimitDoesNotReachTheVendor() {
        start("quota.requests", "3", "quota.per", "PT1M", "quota.burst", "3");
        for (int i = 0; i < 3; i++) assertThat(failureOf(null)).isNull();

        Failure failure = failureOf(null);

        assertThat(failure.code()).isEqualTo("quota");
        assertThat(failure.transientFailure()).isTrue();
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(20));
        assertThat(vendor.requests()).hasSize(3);
        time.pass("20S");
        assertThat(failureOf(null)).isNull();
    }

    @Test
    void aRouteOfABackfillLeavesTheReserve() {
        start("quota.requests", "10", "quota.per", "PT1H", "quota.burst", "10", "quota.reserve-live", "0.3");
        int backfill = 0;
        while (failureOf("backfill") == null) backfill++;
        int replay = 0;
        while (failureOf("replay") == null) replay++;
        int live = 0;
        while (failureOf("live") == null) live++;

        assertThat(List.of(backfill, replay, live)).containsExactly(6, 1, 3);
        assertThat(vendor.requests()).hasSize(10);
        assertThat(meters.get("serai_connect_quota_refused_total")
                        .tags("system", "shop", "priority", "backfill")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aRefusalStopsTheOthersUntilTheVendorsTime() {
        start();
        answer.set(Answer.json(429, "{}").with("Retry-After", "45"));
        assertThat(failureOf(null)).isEqualTo(new Failure(true, "http-429", "answered 429", Duration.ofSeconds(45)));
        answer.set(OK);

        assertThat(failureOf(null).retryAfter()).isEqualTo(Duration.ofSeconds(45));
        assertThat(vendor.requests()).hasSize(1);
        time.pass("45S");
        assertThat(failureOf(null)).isNull();
    }

    @Test
    void aBodyThatSaysWhenIsReadAndStillThereForTheRoute() {
        start("quota.vendor", "omnisend");
        answer.set(Answer.json(429, "{\"retryAfter\":33}"));

        Exchange refused = get(null);

        assertThat(refused.getException())
                .isInstanceOfSatisfying(
                        HttpOperationFailedException.class,
                        failure -> assertThat(failure.getResponseBody()).isEqualTo("{\"retryAfter\":33}"));
        assertThat(failureOf(null).retryAfter()).isEqualTo(Duration.ofSeconds(33));
    }

    @Test
    void aPackedBodyIsReadToo() throws IOException {
        assertThat(Bodies.text(packed("{\"retryAfter\":33}"), "gzip")).isEqualTo("{\"retryAfter\":33}");
        assertThat(Bodies.text(packed("x"), "br")).isNull();
        assertThat(Bodies.text("plain".getBytes(StandardCharsets.UTF_8), null)).isEqualTo("plain");
        start();
    }

    @Test
    void aVendorsCountOfWhatIsLeftCorrectsTheBucket() {
        start("quota.vendor", "hubspot");
        answer.set(OK.with("X-HubSpot-RateLimit-Remaining", "2"));
        assertThat(failureOf(null)).isNull();
        answer.set(OK);

        assertThat(failureOf(null)).isNull();
        assertThat(failureOf(null)).isNull();
        time.pass("0.05S");
        assertThat(get("backfill").getException()).isNotNull();
        assertThat(vendor.requests()).hasSize(3);
    }

    private Failure failureOf(String priority) {
        Exception thrown = get(priority).getException();
        return thrown == null ? null : new VendorFailures().classify(thrown);
    }

    private Exchange get(String priority) {
        return context.createProducerTemplate().request("shop:/rest/all/V1/orders/1", exchange -> {
            if (priority != null) exchange.setProperty("SeraiPriority", priority);
        });
    }

    private void start(String... quota) {
        List<String> options = new ArrayList<>(List.of(
                "shop.kind", "magento",
                "shop.url", vendor.url() + "/base",
                "shop.auth", "bearer",
                "shop.token", "token-9",
                "shop.quota.max-wait", "PT0S"));
        for (int i = 0; i < quota.length; i += 2) Collections.addAll(options, "shop." + quota[i], quota[i + 1]);
        context = new DefaultCamelContext();
        new SystemComponents(
                        TestSystems.of(options.toArray(new String[0])),
                        new CallMeter(meters),
                        TestLimiters.of(meters, time))
                .configure(context);
        context.start();
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (java.util.zip.GZIPOutputStream gzip = new java.util.zip.GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }
}
