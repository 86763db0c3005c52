package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.serai.connect.Systems;
import io.serai.connect.TestSystems;
import io.serai.connect.hook.VerifyWebhook;
import io.serai.journal.Journey;
import io.serai.journal.JourneyQuery;
import io.serai.journal.TestJournal;
import io.serai.message.TestSpans;
import io.serai.message.Trace;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A webhook goes through the shipped flows to vendors, and all of it is one trace. */
class WebhookTraceTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String CUSTOMER = "{\"type\":\"customer.created\",\"data\":{\"id\":42,"
            + "\"email\":\"grace@example.com\",\"firstname\":\"Grace\",\"lastname\":\"Hopper\","
            + "\"created_at\":\"2026-01-01 10:00:00\",\"updated_at\":\"2026-01-01 10:00:00\"}}";

    @TempDir
    Path folder;

    private final TestSpans spans = new TestSpans();
    private final Trace proxy = spans.elsewhere();
    private SandboxServer vendors;
    private RunningFlows flows;

    @BeforeEach
    void start() throws Exception {
        vendors = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        Systems systems = SandboxSystems.of(vendors)
                .salesforce()
                .magento("magento-pl")
                .hubspot()
                .with(
                        "magento-pl.webhook.secret",
                        "token-1",
                        "magento-pl.webhook.scheme",
                        "header",
                        "magento-pl.webhook.header",
                        "X-Token")
                .systems();
        flows = new RunningFlows(
                folder,
                systems,
                Map.of("serai.on.hubspot", "true"),
                spans.tracing(),
                camel -> hooks(camel, systems),
                "magento-customers.camel.yaml",
                "customers-to-salesforce.camel.yaml",
                "customers-to-hubspot.camel.yaml");
    }

    @AfterEach
    void stop() {
        if (flows != null) flows.close();
        vendors.close();
    }

    @Test
    void theTraceOfAWebhookReachesTheCallsOfEveryVendorAlsoAfterARetry() {
        call("POST", "salesforce/fail", "{\"status\":503,\"times\":1}");
        call("POST", "hubspot/fail", "{\"status\":503,\"times\":1}");

        Exchange answer = webhook("event-1");
        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class))
                .isEqualTo(202);
        await().until(() -> delivered("customers-to-salesforce") && delivered("customers-to-hubspot"));

        SpanData hook = spans.only("POST /hooks/{system}");
        assertThat(hook.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(hook.getTraceId()).isEqualTo(proxy.id());
        assertThat(hook.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
                .isEqualTo(202);
        assertThat(ofTrace("journal receive")).hasSize(1);
        assertThat(ofTrace("hub merge")).hasSize(1);
        assertThat(ofTrace("process customer.changed"))
                .describedAs("each of the two systems, and each again")
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(calls("salesforce")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(calls("hubspot")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(calls("hubspot").stream()
                        .map(span -> span.getAttributes().get(AttributeKey.longKey("http.response.status_code"))))
                .contains(503L, 200L);
    }

    @Test
    void theJournalKnowsTheTrace() {
        webhook("event-1");
        List<Journey> known = new TestJournal(flows.bus().store())
                .journeys()
                .list(new JourneyQuery("magento-pl", null, null, null, null, null), 10);
        assertThat(known).extracting(Journey::trace).containsExactly(proxy.id());
    }

    @Test
    void noSpanTellsOfThePersonOrASecret() {
        webhook("event-1");
        await().until(() -> delivered("customers-to-salesforce") && delivered("customers-to-hubspot"));
        assertThat(spans.all().toString())
                .doesNotContain("grace", "Grace", "Hopper", "token-1", "sandbox-secret", "sandbox-access-token");
    }

    @Test
    void aWebhookThatIsRefusedSaysWhyAndNothingElse() {
        Exchange answer = flows.bus().camel().createProducerTemplate().request("direct:hooks", exchange -> {
            exchange.getMessage().setHeader("system", "not-a-system-grace@example.com");
            exchange.getMessage().setBody(CUSTOMER.getBytes());
        });
        assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class))
                .isEqualTo(404);
        SpanData hook = spans.only("POST /hooks/{system}");
        assertThat(hook.getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("system");
        assertThat(hook.toString()).doesNotContain("grace");
    }

    private boolean delivered(String flow) {
        return ofTrace("process customer.changed").stream()
                .anyMatch(span -> flow.equals(span.getAttributes().get(AttributeKey.stringKey("serai.flow")))
                        && "delivered".equals(span.getAttributes().get(AttributeKey.stringKey("serai.outcome"))));
    }

    private List<SpanData> calls(String system) {
        return spans.all().stream()
                .filter(span -> span.getKind() == SpanKind.CLIENT
                        && span.getTraceId().equals(proxy.id())
                        && system.equals(span.getAttributes().get(AttributeKey.stringKey("serai.system"))))
                .toList();
    }

    private List<SpanData> ofTrace(String name) {
        return spans.named(name).stream()
                .filter(span -> span.getTraceId().equals(proxy.id()))
                .toList();
    }

    private Exchange webhook(String id) {
        return flows.bus().camel().createProducerTemplate().request("direct:hooks", exchange -> {
            exchange.getMessage()
                    .setHeaders(new java.util.HashMap<>(Map.of(
                            "system",
                            "magento-pl",
                            "X-Token",
                            "token-1",
                            "webhook-id",
                            id,
                            "traceparent",
                            proxy.traceparent())));
            exchange.getMessage().setBody(CUSTOMER.getBytes());
        });
    }

    /** The shipped route, with a caller in the place of the HTTP server. */
    private void hooks(DefaultCamelContext camel, Systems systems) {
        camel.getRegistry()
                .bind(
                        "verifyWebhook",
                        new VerifyWebhook(systems, TestSystems.hooks(), new SimpleMeterRegistry(), spans.tracing()));
        camel.getRegistry().bind("reception", camel.getRegistry().lookupByName("transaction"));
        try {
            String route = Files.readString(Path.of("routes/webhooks.camel.yaml"))
                    .replaceFirst("uri: platform-http:[^\n]+\n +parameters:\n[^\n]+\n", "uri: direct:hooks\n");
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("webhooks.camel.yaml", route));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void call(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(vendors.url("") + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            int status = CLIENT.send(request, BodyHandlers.ofString()).statusCode();
            assertThat(status).isBetween(200, 299);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
