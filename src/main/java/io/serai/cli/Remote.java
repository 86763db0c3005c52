package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** An HTTP API that a command talks to. Failures end the command with the exit code and a text that says what to do. */
final class Remote {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String base;
    private final String advice;
    private final Map<String, String> headers;

    /** @param advice what to do when nothing answers there */
    Remote(String base, String advice, Map<String, String> headers) {
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        this.advice = advice;
        this.headers = headers;
    }

    JsonNode get(String path, Map<String, String> query) {
        return json(bytes("GET", path, query, null));
    }

    JsonNode send(String method, String path, Map<String, String> query, JsonNode body) {
        return json(bytes(method, path, query, body));
    }

    byte[] raw(String path) {
        return bytes("GET", path, Map.of(), null);
    }

    /** A part of a path, whatever characters it has. */
    static String segment(String text) {
        return encode(text).replace("+", "%20");
    }

    private byte[] bytes(String method, String path, Map<String, String> query, JsonNode body) {
        HttpResponse<byte[]> response = exchange(request(method, uri(path, query), body));
        if (response.statusCode() / 100 == 2) return response.body();
        throw refused(response);
    }

    private URI uri(String path, Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        try {
            URI uri = URI.create(base + path + (parameters.isEmpty() ? "" : "?" + parameters));
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())))
                return uri;
        } catch (IllegalArgumentException e) {
            // told below, with the same words
        }
        throw new CommandFailed(Exit.USAGE, "'" + base + "' is no URL; expected one such as http://localhost:9000");
    }

    private HttpRequest request(String method, URI uri, JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
        headers.forEach(request::header);
        if (body == null) return request.method(method, BodyPublishers.noBody()).build();
        return request.method(method, BodyPublishers.ofByteArray(Json.write(body)))
                .header("Content-Type", "application/json")
                .build();
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (ConnectException e) {
            throw unreachable("nothing answers at " + base);
        } catch (IOException e) {
            throw unreachable(base + " did not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted");
        }
    }

    private CommandFailed unreachable(String what) {
        return new CommandFailed(Exit.UNREACHABLE, what + ". " + advice);
    }

    private CommandFailed refused(HttpResponse<byte[]> response) {
        String detail = detail(response);
        return switch (response.statusCode()) {
            case 400, 413, 415, 422 -> new CommandFailed(Exit.USAGE, detail);
            case 401, 403 ->
                new CommandFailed(
                        Exit.UNREACHABLE,
                        base
                                + " wants its token: set SERAI_CONSOLE_TOKEN or SERAI_CONSOLE_TOKEN_FILE, --token or --token-file");
            case 404, 409 -> new CommandFailed(Exit.FOUND, detail);
            default -> new CommandFailed(Exit.UNREACHABLE, base + " answered " + response.statusCode() + ": " + detail);
        };
    }

    private String detail(HttpResponse<byte[]> response) {
        String type = response.headers().firstValue("Content-Type").orElse("nothing");
        if (!type.contains("json")) throw unreachable(base + " answers, but not as expected (" + type + ")");
        JsonNode problem = json(response.body());
        return problem.path("detail").asText(problem.path("error").asText(problem.toString()));
    }

    private JsonNode json(byte[] bytes) {
        try {
            return Json.read(bytes);
        } catch (UncheckedIOException e) {
            throw unreachable(base + " answers, but not with JSON");
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
