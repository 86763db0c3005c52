package io.serai.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The sandbox outside of the runtime, and what the shops and Salesforce hold. */
public final class Vendors implements AutoCloseable {
    private final SandboxServer server;

    public Vendors(SandboxOptions options) {
        this.server = SandboxServer.start(0, options);
    }

    public String url() {
        return "http://localhost:" + server.port();
    }

    public JsonNode get(String path) {
        var answer = RuntimeProcess.get(URI.create(url() + "/sandbox/" + path));
        if (answer.statusCode() != 200)
            throw new IllegalStateException(path + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        return Json.read(answer.body());
    }

    public JsonNode post(String path, String json) {
        return Json.read(RuntimeProcess.send(HttpRequest.newBuilder(URI.create(url() + "/sandbox/" + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)))
                .body());
    }

    public void delete(String path) {
        RuntimeProcess.send(
                HttpRequest.newBuilder(URI.create(url() + "/sandbox/" + path)).DELETE());
    }

    /** {@code customers} or {@code orders} of a shop. */
    public List<JsonNode> shop(String system, String what) {
        return elements(get(system + "/" + what + "?limit=1000000").get("items"));
    }

    /** Rows of a Salesforce object. */
    public List<JsonNode> salesforce(String object) {
        return elements(get("salesforce/" + object + "?limit=1000000").get("records"));
    }

    /** The row of a Salesforce object with this value, or null. */
    public JsonNode find(String object, String field, String value) {
        return salesforce(object).stream()
                .filter(row -> row.path(field).asText().equals(value))
                .findFirst()
                .orElse(null);
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        return all;
    }

    @Override
    public void close() {
        server.close();
    }
}
