package io.serai.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import io.serai.sandbox.SandboxOptions;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A runtime between a shop, three CRMs and two marketing systems, all of them outside of it and empty at first. */
record Ring(RuntimeProcess runtime, Vendors vendors) implements AutoCloseable {
    static final List<String> SYSTEMS =
            List.of("magento-pl", "magento-de", "salesforce", "hubspot", "dynamics", "omnisend", "smartico");
    private static final Pattern READS = Pattern.compile(
            "GET .*|HEAD .*|POST .*(/search|/batch/read|token|/query)|POST .*/V1/integration.*", Pattern.DOTALL);

    static Ring in(Path folder) {
        RuntimeProcess runtime = new RuntimeProcess(folder);
        Vendors vendors = new Vendors(SandboxOptions.defaults()
                .withSeed(SandboxOptions.Seed.NOTHING)
                .withWebhooks(SandboxOptions.Webhooks.none()
                        .to(runtime.http("/hooks/").toString() + "{system}")));
        runtime.vendors(vendors.url()).set("quarkus.profile", "sandbox,all-systems");
        for (String system : List.of("hubspot", "dynamics", "smartico", "shopify", "woocommerce", "bigcommerce"))
            runtime.set("serai.systems." + system + ".url", vendors.url() + "/sandbox/" + system);
        runtime.set("serai.systems.omnisend.url", vendors.url() + "/sandbox/omnisend/api")
                .set("serai.systems.dynamics.token-url", vendors.url() + "/sandbox/dynamics/sandbox/oauth2/v2.0/token");
        vendors.post("hubspot/options", "{\"tenSecondly\":100000,\"searchSecondly\":100000}"); // the test asks, too
        return new Ring(runtime, vendors);
    }

    Ring start() {
        runtime.start();
        return this;
    }

    /** Contacts with this address in each system that is no shop, by system; systems that have none are left out. */
    Map<String, JsonNode> contacts(String email) {
        Map<String, JsonNode> found = new TreeMap<>();
        put(found, "salesforce", vendors.find("Contact", "Email", email));
        put(found, "hubspot", hubspot(email));
        put(
                found,
                "dynamics",
                vendors.get("dynamics/contacts?emailaddress1=" + email)
                        .path("value")
                        .path(0));
        for (JsonNode contact : vendors.get("omnisend/contacts"))
            if (contact.path("email").asText().equals(email)) put(found, "omnisend", contact);
        return found;
    }

    private JsonNode hubspot(String email) {
        return vendors.get("hubspot/contacts?email=" + email).path("records").path(0);
    }

    private static void put(Map<String, JsonNode> found, String system, JsonNode contact) {
        if (contact != null && contact.isObject()) found.put(system, contact);
    }

    /** A person who is logged in to HubSpot changes a property. */
    void editInHubspot(JsonNode contact, String property, String value) {
        String body = "{\"properties\":{\"" + property + "\":\"" + value + "\"}}";
        hubspot("PATCH", "crm/v3/objects/contacts/" + contact.path("id").asText(), BodyPublishers.ofString(body));
    }

    /** SUBSCRIBED, UNSUBSCRIBED or NOT_SPECIFIED; empty where HubSpot knows nothing. */
    String hubspotSubscription(String email) {
        return hubspot(
                        "GET",
                        "communication-preferences/v4/statuses/" + email + "?channel=EMAIL",
                        BodyPublishers.noBody())
                .at("/results/0/status")
                .asText();
    }

    private JsonNode hubspot(String method, String path, HttpRequest.BodyPublisher body) {
        var answer = RuntimeProcess.send(HttpRequest.newBuilder(URI.create(vendors.url() + "/sandbox/hubspot/" + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer sandbox-hubspot-user")
                .method(method, body));
        if (answer.statusCode() != 200) throw new IllegalStateException("HubSpot answered " + answer.statusCode());
        return Json.read(answer.body());
    }

    /** Calls so far that changed something, by system. */
    Map<String, Long> writes() {
        Map<String, Long> writes = new TreeMap<>();
        for (String system : SYSTEMS) {
            long sum = 0;
            for (Map.Entry<String, JsonNode> call :
                    vendors.get(system + "/stats").path("calls").properties())
                if (!READS.matcher(call.getKey()).matches())
                    for (Map.Entry<String, JsonNode> answer : call.getValue().properties())
                        if (answer.getKey().startsWith("2"))
                            sum += answer.getValue().asLong();
            writes.put(system, sum);
        }
        return writes;
    }

    /** Waits until nobody has written anything for several rounds of polls and nothing waits anywhere; returns the writes so far. */
    Map<String, Long> awaitSilence() {
        Map<String, Long> last = new TreeMap<>();
        await("silence")
                .pollInterval(Duration.ofMillis(500))
                .during(Duration.ofSeconds(8))
                .atMost(Duration.ofMinutes(4))
                .until(() -> {
                    Map<String, Long> now = writes();
                    boolean same = now.equals(last);
                    last.clear();
                    last.putAll(now);
                    return same && idle();
                });
        return new TreeMap<>(last);
    }

    private boolean idle() {
        for (JsonNode group : runtime.managementJson("/serai/bus").path("groups"))
            if (group.path("waiting").asLong() + group.path("parked").asLong() > 0) return false;
        return true;
    }

    /** What the runtime tells of the customer with this address. */
    JsonNode customer(String email) {
        JsonNode found = runtime.managementJson("/serai/records?entity=customer&match=email:" + email)
                .path("records");
        if (found.size() != 1) throw new IllegalStateException(found.size() + " customers are known by " + email);
        return found.path(0);
    }

    List<JsonNode> dead() {
        return List.copyOf(Json.MAPPER.convertValue(
                runtime.managementJson("/serai/dead").path("dead"),
                Json.MAPPER.getTypeFactory().constructCollectionType(List.class, JsonNode.class)));
    }

    @Override
    public void close() {
        runtime.close();
        vendors.close();
    }
}
