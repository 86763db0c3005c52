package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.Systems;
import io.serai.hub.RecordView;
import io.serai.message.Handled;
import io.serai.message.Json;
import io.serai.message.Tracing;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.core.ThrowingRunnable;

/** Shipped flows with the doubles of one Magento, empty at first, of Omnisend, Salesforce and HubSpot; how tests ask them. */
final class MagentoSite implements AutoCloseable {
    static final String SHOP = "magento-pl";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final SandboxServer vendors =
            SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
    private final List<Supplier<RouteBuilder>> beside = new ArrayList<>();
    private final Path folder;
    private RunningFlows flows;
    private Path models = RunningFlows.MODELS;

    MagentoSite(Path folder) {
        this.folder = folder;
    }

    /**
     * Once more it is the next process.
     *
     * @param settings placeholders of the routes; polls come fast unless they say otherwise
     */
    void start(Map<String, String> settings, String... files) throws Exception {
        stop();
        Map<String, String> all = new HashMap<>(Map.of("serai.poll.every", "50ms", "serai.poll.initial-delay", "1ms"));
        all.putAll(settings);
        flows = new RunningFlows(folder, null, systems(), all, Tracing.OFF, models, this::beside, files);
    }

    /** From the next start on the models are those of the folder. */
    void models(Path folder) {
        models = folder;
    }

    private Systems systems() {
        return SandboxSystems.of(vendors)
                .magento(SHOP)
                .omnisend()
                .salesforce()
                .hubspot()
                .systems();
    }

    RunningFlows flows() {
        return flows;
    }

    /** Takes the topic's messages off by a group of that name, from the next start on. */
    void listen(String topic, String group) {
        beside(() -> new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:" + topic + "?group=" + group).routeId(group).setProperty("seen", constant(topic));
            }
        });
    }

    /** Runs beside the flows from the next start on: while others are at work Camel cannot always take routes. */
    void beside(Supplier<RouteBuilder> routes) {
        beside.add(routes);
    }

    private void beside(DefaultCamelContext camel) {
        try {
            for (Supplier<RouteBuilder> routes : beside) camel.addRoutes(routes.get());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the group has taken off so far. */
    List<JsonNode> heard(String group) {
        return flows.bus().handled().stream()
                .filter(each -> each.group().equals(group))
                .map(Handled::item)
                .map(item -> item.message().data())
                .toList();
    }

    Optional<JsonNode> record(String entity, String id) {
        return flows.records().show(entity, SHOP, id).map(RecordView::data);
    }

    int customer(String email, boolean subscribed) {
        return api(
                        "POST",
                        "customers",
                        "{'customer':{'email':'" + email + "','firstname':'Anna','lastname':'Berg',"
                                + "'extension_attributes':{'is_subscribed':" + subscribed + "}}}")
                .path("id")
                .asInt();
    }

    int order(int customer, String email) {
        return api(
                        "POST",
                        "orders",
                        "{'entity':{'customer_id':" + customer + ",'customer_email':'" + email
                                + "','grand_total':10,'items':[{'sku':'MUG-1','qty_ordered':1,'price':10}]}}")
                .path("entity_id")
                .asInt();
    }

    JsonNode api(String method, String path, String body) {
        return call(method, SHOP + "/rest/V1/" + path, body);
    }

    /** Good answers only. */
    JsonNode call(String method, String path, String body) {
        return call(method, path, body, "sandbox-access-token");
    }

    JsonNode call(String method, String path, String body, String token) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(vendors.url(path)))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        try {
            HttpResponse<byte[]> answer = CLIENT.send(request, BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).as("%s %s", method, path).isBetween(200, 299);
            return Json.read(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void eventually(ThrowingRunnable assertion) {
        await().untilAsserted(assertion);
    }

    /** Everything that was published is handled, and nothing failed for good. */
    void settled() {
        eventually(() -> assertThat(flows.bus().backlogs())
                .filteredOn(backlog -> !backlog.group().isEmpty())
                .allMatch(backlog -> backlog.waiting() == 0 && backlog.parked() == 0));
        assertThat(flows.bus().backlogs()).allMatch(backlog -> backlog.dead() == 0);
    }

    void stop() {
        if (flows != null) flows.close();
        flows = null;
    }

    @Override
    public void close() {
        stop();
        vendors.close();
    }
}
