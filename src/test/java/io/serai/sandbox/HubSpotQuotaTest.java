package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.CallMeter;
import io.serai.connect.SystemComponents;
import io.serai.connect.Systems;
import io.serai.connect.TestSystems;
import io.serai.connect.VendorFailures;
import io.serai.connect.quota.Limiters;
import io.serai.message.Failure;
import java.time.Duration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What HubSpot says of its limits is obeyed by whoever calls it next. */
class HubSpotQuotaTest {
    private static final String CONTACTS = "hubspot:/crm/v3/objects/contacts";

    @Test
    void theDaysCallsAreCountedAndOnceTheyAreUsedUpNobodyCalls() throws Exception {
        try (SandboxServer server = SandboxServer.start(0);
                DefaultCamelContext camel = new DefaultCamelContext()) {
            Web hubspot = Web.of(server, "hubspot");
            hubspot.post("options", "{\"daily\":4}");
            Systems systems = TestSystems.of(
                    "hubspot.kind", "hubspot",
                    "hubspot.url", server.url("hubspot"),
                    "hubspot.auth", "bearer",
                    "hubspot.token", "sandbox-hubspot-token");
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            CallMeter meter = new CallMeter(registry);
            new SystemComponents(systems, meter, Limiters.alone(registry, meter)).configure(camel);
            camel.start();
            VendorFailures failures = new VendorFailures(systems);

            camel.createProducerTemplate().requestBody(CONTACTS, null, String.class);
            assertThat(registry.get("serai_connect_quota_used_ratio").gauge().value())
                    .isEqualTo(0.25);

            hubspot.post("options", "{\"daily\":1}");
            Failure refused = failures.classify(catchThrowable(() -> call(camel)));
            Failure held = failures.classify(catchThrowable(() -> call(camel)));

            assertThat(refused).isEqualTo(new Failure(true, "http-429", "answered 429: DAILY", Duration.ofHours(1)));
            assertThat(held.code()).isEqualTo(Failure.QUOTA);
            assertThat(held.retryAfter()).isGreaterThan(Duration.ofMinutes(30));
            assertThat(hubspot.get("stats").json().at("/callsTotal").asInt()).isEqualTo(2);
        }
    }

    private static void call(DefaultCamelContext camel) {
        camel.createProducerTemplate().requestBody(CONTACTS, null, String.class);
    }
}
