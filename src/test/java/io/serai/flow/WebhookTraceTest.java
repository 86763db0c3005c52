package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.serai.journal.Journey;
import io.serai.journal.JourneyQuery;
import io.serai.journal.TestJournal;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A webhook goes through the shipped flows to vendors, and all of it is one trace. */
class WebhookTraceTest {
    @TempDir
    Path folder;

    private TracedWebhook hooked;

    @BeforeEach
    void start() throws Exception {
        hooked = new TracedWebhook(folder, null);
    }

    @AfterEach
    void stop() {
        if (hooked != null) hooked.close();
    }

    @Test
    void theTraceOfAWebhookReachesTheCallsOfEveryVendorAlsoAfterARetry() {
        hooked.failOnce("salesforce");
        hooked.failOnce("hubspot");

        Exchange answer = hooked.send("event-1");
        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class))
                .isEqualTo(202);
        hooked.awaitDelivered();

        SpanData hook = hooked.spans.only("POST /hooks/{system}");
        assertThat(hook.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(hook.getTraceId()).isEqualTo(hooked.proxy.id());
        assertThat(hook.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
                .isEqualTo(202);
        assertThat(hooked.ofTrace("journal receive")).hasSize(1);
        assertThat(hooked.ofTrace("hub merge")).hasSize(1);
        assertThat(hooked.ofTrace("process customer.changed"))
                .describedAs("each of the two systems, and each again")
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(hooked.calls("salesforce")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(hooked.calls("hubspot")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(hooked.calls("hubspot").stream()
                        .map(span -> span.getAttributes().get(AttributeKey.longKey("http.response.status_code"))))
                .contains(503L, 200L);
    }

    @Test
    void theJournalKnowsTheTrace() {
        hooked.send("event-1");
        List<Journey> known = new TestJournal(hooked.flows.bus().store())
                .journeys()
                .list(new JourneyQuery("magento-pl", null, null, null, null, null), 10);
        assertThat(known).extracting(Journey::trace).containsExactly(hooked.proxy.id());
    }

    @Test
    void noSpanTellsOfThePersonOrASecret() {
        hooked.send("event-1");
        hooked.awaitDelivered();
        assertThat(hooked.spans.all().toString())
                .doesNotContain("grace", "Grace", "Hopper", "token-1", "sandbox-secret", "sandbox-access-token");
    }

    @Test
    void aWebhookThatIsRefusedSaysWhyAndNothingElse() {
        Exchange answer = hooked.flows.bus().camel().createProducerTemplate().request("direct:hooks", exchange -> {
            exchange.getMessage().setHeader("system", "not-a-system-grace@example.com");
            exchange.getMessage().setBody(TracedWebhook.CUSTOMER.getBytes());
        });
        assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class))
                .isEqualTo(404);
        SpanData hook = hooked.spans.only("POST /hooks/{system}");
        assertThat(hook.getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("system");
        assertThat(hook.toString()).doesNotContain("grace");
    }
}
