package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client as simple as curl, for one system of a sandbox. */
record Web(String base, String authorization, Map<String, String> headers) {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    record Answer(int status, String text, Map<String, List<String>> headers) {
        JsonNode json() {
            try {
                return Json.MAPPER.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of(""))
                    .get(0);
        }
    }

    static Web of(SandboxServer server, String system) {
        return new Web(server.url(system), "", Map.of());
    }

    void reset() {
        new Web(base.substring(0, base.lastIndexOf('/')), "", Map.of()).post("reset", "");
    }

    Web as(String authorization) {
        return new Web(base, authorization, headers);
    }

    Web with(String name, String value) {
        return new Web(base, authorization, Map.of(name, value));
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer post(String path, String body) {
        return send("POST", path, body);
    }

    Answer send(String method, String path, String body) {
        try {
            return sendOrFail(method, path, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer sendOrFail(String method, String path, String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/" + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        List<String> all = new ArrayList<>(List.of(
                "Content-Type",
                body != null && body.startsWith("grant_type")
                        ? "application/x-www-form-urlencoded"
                        : "application/json"));
        if (!authorization.isEmpty()) {
            all.addAll(List.of("Authorization", authorization));
        }
        request.headers(all.toArray(String[]::new));
        headers.forEach(request::setHeader);
        try {
            var response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(), response.body(), response.headers().map());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Logs in by client credentials. */
    Web salesforceLogin() {
        JsonNode token = post(
                        "services/oauth2/token",
                        "grant_type=client_credentials&client_id=sandbox-client&client_secret=sandbox-secret")
                .json();
        return as("Bearer " + token.path("access_token").asText());
    }

    static String enc(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** {@code field operator value} per group, AND-ed; then the rest of the query as it is. */
    static String criteria(String rest, String... groups) {
        StringBuilder query = new StringBuilder("?");
        for (int i = 0; i < groups.length; i++) {
            String[] parts = groups[i].split(" ", 3);
            String prefix = "searchCriteria[filter_groups][" + i + "][filters][0]";
            query.append(enc(prefix + "[field]"))
                    .append('=')
                    .append(enc(parts[0]))
                    .append('&');
            query.append(enc(prefix + "[condition_type]"))
                    .append('=')
                    .append(enc(parts[1]))
                    .append('&');
            query.append(enc(prefix + "[value]"))
                    .append('=')
                    .append(enc(parts.length > 2 ? parts[2] : "1"))
                    .append('&');
        }
        return query + rest;
    }

    static String page(int size, int number) {
        return "searchCriteria%5BpageSize%5D=" + size + "&searchCriteria%5BcurrentPage%5D=" + number;
    }

    static String sorted(String... fields) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < fields.length; i++) {
            String[] parts = fields[i].split(" ");
            query.append("&searchCriteria%5BsortOrders%5D%5B")
                    .append(i)
                    .append("%5D%5Bfield%5D=")
                    .append(parts[0]);
            query.append("&searchCriteria%5BsortOrders%5D%5B")
                    .append(i)
                    .append("%5D%5Bdirection%5D=")
                    .append(parts[1]);
        }
        return query.toString();
    }
}
