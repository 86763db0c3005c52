package io.serai.connect.salesforce;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An org within its calls of the day. Time stands still unless the test moves it. */
class LimitedSalesforceTest {
    private static final String LIMITS = "/services/data/v67.0/limits";
    private static final Answer OK = Answer.json(200, "{}");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FakeTime time = new FakeTime();
    private final AtomicReference<Answer> answer = new AtomicReference<>(OK);
    private DefaultCamelContext context;
    private VendorDouble vendor;

    @BeforeEach
    void open() {
        vendor = new VendorDouble(request -> request.uri().getPath().equals("/services/oauth2/token")
                ? Answer.json(
                        200,
                        "{\"access_token\":\"s\",\"instance_url\":\"" + vendor.url()
                                + "\",\"id\":\"https://login.salesforce.com/id/00D000000000000EAA/005000000000000AAA\"}")
                : answer.get());
    }

    @AfterEach
    void stop() {
        context.stop();
        vendor.close();
    }

    @Test
    void theDaysLastCallsAreNotForABackfill() {
        start();
        answer.set(OK.with("Sforce-Limit-Info", "api-usage=4500/5000"));
        assertThat(failureOf("backfill")).isNull();

        assertThat(failureOf("backfill"))
                .isEqualTo(new Failure(
                        true,
                        "quota",
                        "the quota of salesforce has no backfill call left for 900 s",
                        Duration.ofMinutes(15)));
        assertThat(failureOf("replay")).isNull();
        answer.set(OK.with("Sforce-Limit-Info", "api-usage=4950/5000"));
        assertThat(failureOf("live")).isNull();
        assertThat(failureOf("replay").code()).isEqualTo("quota");
        assertThat(failureOf("live")).isNull();
        assertThat(vendor.requests(LIMITS)).hasSize(4);
    }

    @Test
    void whenTheDaysCallsAreUsedUpNobodyCallsForLong() {
        start();
        answer.set(Answer.json(403, "[{\"errorCode\":\"REQUEST_LIMIT_EXCEEDED\",\"message\":\"TotalRequests\"}]"));
        assertThat(failureOf("live").code()).isEqualTo("REQUEST_LIMIT_EXCEEDED");
        answer.set(OK);

        assertThat(failureOf("live").code()).isEqualTo("quota");
        assertThat(vendor.requests(LIMITS)).hasSize(1);
        assertThat(meters.get("serai_connect_quota_closed")
                        .tag("system", "salesforce")
                        .gauge()
                        .value())
                .isEqualTo(1);
        time.pass("15M");
        assertThat(failureOf("live")).isNull();
    }

    @Test
    void aLimitOfTheConfigurationHoldsForSalesforceToo() {
        start("quota.requests", "2", "quota.per", "PT1H", "quota.burst", "2", "quota.concurrent", "1");

        assertThat(failureOf(null)).isNull();
        assertThat(failureOf(null)).isNull();
        assertThat(failureOf(null).retryAfter()).isEqualTo(Duration.ofMinutes(30));
        assertThat(vendor.requests(LIMITS)).hasSize(2);
    }

    @Test
    void aLoginThatFailsGivesItsPlaceBack() {
        start("quota.concurrent", "1");
        vendor.close();

        for (int i = 0; i < 3; i++) assertThat(failureOf(null).code()).isEqualTo("connection");
    }

    private Failure failureOf(String priority) {
        Exchange done = context.createProducerTemplate()
                .request("salesforce:raw?format=JSON&rawMethod=GET&rawPath=/limits", exchange -> {
                    if (priority != null) exchange.setProperty("SeraiPriority", priority);
                });
        return done.getException() == null ? null : new VendorFailures().classify(done.getException());
    }

    private void start(String... quota) {
        List<String> options = new ArrayList<>(List.of(
                "salesforce.kind", "salesforce",
                "salesforce.url", vendor.url(),
                "salesforce.auth", "client-credentials",
                "salesforce.client-id", "client-1",
                "salesforce.client-secret", "secret-1",
                "salesforce.quota.max-wait", "PT0S"));
        for (int i = 0; i < quota.length; i += 2) Collections.addAll(options, "salesforce." + quota[i], quota[i + 1]);
        context = new DefaultCamelContext();
        new SystemComponents(
                        TestSystems.of(options.toArray(new String[0])),
                        new CallMeter(meters),
                        TestLimiters.of(meters, time))
                .configure(context);
        context.start();
    }
}
