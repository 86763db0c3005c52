package io.serai.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Json;
import io.serai.sandbox.SandboxOptions;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** A runtime with the custom shop and Salesforce, both outside of it. */
record BrokerSite(RuntimeProcess runtime, Vendors vendors) implements AutoCloseable {

    /**
     * Not started, so that the brokers can be told.
     *
     * @param shopBroker where the shop's double tells its events; empty for nowhere
     */
    static BrokerSite in(Path folder, String shopBroker) {
        RuntimeProcess runtime = new RuntimeProcess(folder);
        Vendors vendors = new Vendors(
                SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING).withBroker(shopBroker));
        runtime.vendors(vendors.url())
                .set("quarkus.profile", "sandbox,custom-shop")
                .set("serai.poll.initial-delay", "1h")
                .set("serai.bus.retry.max-delay", "2s");
        return new BrokerSite(runtime, vendors)
                .system("custom-shop", Map.of("url", vendors.url() + "/sandbox/custom-shop"));
    }

    BrokerSite system(String name, Map<String, String> options) {
        options.forEach((option, value) -> runtime.set("serai.systems." + name + "." + option, value));
        return this;
    }

    ObjectNode create(String resource, ObjectNode content) {
        return shop("POST", resource, content);
    }

    ObjectNode update(String resource, JsonNode entity, ObjectNode content) {
        return shop("PUT", resource + "/" + entity.get("id").asText(), content);
    }

    private ObjectNode shop(String method, String path, ObjectNode content) {
        return send(method, "custom-shop/api/" + path, "sandbox-shop-token", content);
    }

    ObjectNode business(String name, String vat) {
        return create("businesses", object().put("name", name).put("vat_id", vat));
    }

    ObjectNode user(String email, String lastName) {
        return create("users", object().put("email", email).put("last_name", lastName));
    }

    static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }

    /** As the shop has it now, with {@code _reads} and {@code _writes}. */
    JsonNode held(String resource, JsonNode entity) {
        return vendors.shop("custom-shop", resource).stream()
                .filter(each -> each.get("id").equals(entity.get("id")))
                .findFirst()
                .orElseThrow();
    }

    JsonNode contact(String email) {
        return vendors.find("Contact", "Email", email);
    }

    JsonNode account(String vat) {
        return vendors.find("Account", "Tax_Number__c", vat);
    }

    /** What a person does in Salesforce. */
    void edit(JsonNode account, ObjectNode changes) {
        HttpRequest.Builder login = HttpRequest.newBuilder(
                        URI.create(vendors.url() + "/sandbox/salesforce/services/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=sandbox-client&client_secret=sandbox-secret"));
        String token =
                Json.read(RuntimeProcess.send(login).body()).get("access_token").asText();
        send(
                "PATCH",
                "salesforce/services/data/v67.0/sobjects/Account/"
                        + account.get("Id").asText(),
                token,
                changes);
    }

    private ObjectNode send(String method, String path, String token, ObjectNode content) {
        var answer = RuntimeProcess.send(HttpRequest.newBuilder(URI.create(vendors.url() + "/sandbox/" + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofByteArray(Json.write(content))));
        if (answer.statusCode() / 100 != 2)
            throw new IllegalStateException(path + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        return answer.body().length == 0 ? object() : (ObjectNode) Json.read(answer.body());
    }

    /** How many messages about this the journal has of a topic. */
    JsonNode messages(String topic, String externalId) {
        return runtime.managementJson("/serai/messages?topic=" + topic + "&external-id=" + externalId)
                .get("messages");
    }

    JsonNode step(String topic, String externalId, String flow, String outcome) {
        Journey journey = Journey.of(runtime, topic, externalId);
        return journey == null ? null : journey.step(flow, outcome);
    }

    /** The dead letter about this, or null. */
    JsonNode letter(String subject) {
        for (JsonNode letter : runtime.managementJson("/serai/dead").get("dead"))
            if (Objects.equals(letter.path("subject").asText(), subject)) return letter;
        return null;
    }

    @Override
    public void close() {
        runtime.close();
        vendors.close();
    }
}
