package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.serai.bus.broker.Broker;
import io.serai.connect.Systems;
import io.serai.connect.TestSystems;
import io.serai.connect.hook.VerifyWebhook;
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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A webhook behind a proxy that traces, the shipped flows of a customer from it to Salesforce and HubSpot, and the spans of all that. */
public final class TracedWebhook implements AutoCloseable {
    static final String CUSTOMER = "{\"type\":\"customer.created\",\"data\":{\"id\":42,"
            + "\"email\":\"grace@example.com\",\"firstname\":\"Grace\",\"lastname\":\"Hopper\","
            + "\"created_at\":\"2026-01-01 10:00:00\",\"updated_at\":\"2026-01-01 10:00:00\"}}";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    final TestSpans spans = new TestSpans();
    final Trace proxy = spans.elsewhere();
    final RunningFlows flows;
    private final SandboxServer vendors;

    /** @param broker that messages travel through; null for the embedded transport */
    public TracedWebhook(Path folder, Broker broker) throws Exception {
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
                broker,
                systems,
                Map.of("serai.on.hubspot", "true"),
                spans.tracing(),
                camel -> hooks(camel, systems),
                "magento-customers.camel.yaml",
                "customers-to-salesforce.camel.yaml",
                "customers-to-hubspot.camel.yaml");
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

    /** Sends it, waits until both systems have the customer, and holds that the calls to them are in the proxy's trace. */
    public void assertReachesTheVendorsInOneTrace() {
        assertThat(send("event-1").getException()).isNull();
        awaitDelivered();
        assertThat(spans.only("POST /hooks/{system}").getTraceId()).isEqualTo(proxy.id());
        assertThat(ofTrace("hub merge")).isNotEmpty();
        assertThat(calls("salesforce")).isNotEmpty();
        assertThat(calls("hubspot")).isNotEmpty();
    }

    Exchange send(String id) {
        return flows.bus().camel().createProducerTemplate().request("direct:hooks", exchange -> {
            exchange.getMessage()
                    .setHeaders(new HashMap<>(Map.of(
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

    void awaitDelivered() {
        await().atMost(PATIENCE).until(() -> delivered("customers-to-salesforce") && delivered("customers-to-hubspot"));
    }

    private boolean delivered(String flow) {
        return ofTrace("process customer.changed").stream()
                .anyMatch(span -> flow.equals(span.getAttributes().get(AttributeKey.stringKey("serai.flow")))
                        && "delivered".equals(span.getAttributes().get(AttributeKey.stringKey("serai.outcome"))));
    }

    /** To the system, in the proxy's trace. */
    List<SpanData> calls(String system) {
        return spans.all().stream()
                .filter(span -> span.getKind() == SpanKind.CLIENT
                        && span.getTraceId().equals(proxy.id())
                        && system.equals(span.getAttributes().get(AttributeKey.stringKey("serai.system"))))
                .toList();
    }

    List<SpanData> ofTrace(String name) {
        return spans.named(name).stream()
                .filter(span -> span.getTraceId().equals(proxy.id()))
                .toList();
    }

    /** The system's next call fails in a way that may pass. */
    void failOnce(String system) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(vendors.url("") + system + "/fail"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"status\":503,\"times\":1}"))
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

    @Override
    public void close() {
        flows.close();
        vendors.close();
    }
}
