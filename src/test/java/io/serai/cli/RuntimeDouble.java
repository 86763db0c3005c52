package io.serai.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers what it was told to, and keeps what it was asked. */
final class RuntimeDouble implements AutoCloseable {
    record Call(String request, String body, String user, String authorization) {}

    private record Answer(int status, String type, String body) {}

    final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new HashMap<>();
    private final HttpServer server;

    RuntimeDouble() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** @param json with single quotes for double ones */
    RuntimeDouble answer(String path, String json) {
        return answer(path, 200, "application/json", json.replace('\'', '"'));
    }

    RuntimeDouble problem(String path, int status, String detail) {
        return answer(path, status, "application/problem+json", "{\"detail\": \"" + detail + "\"}");
    }

    RuntimeDouble answer(String path, int status, String type, String body) {
        answers.put(path, new Answer(status, type, body));
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            calls.add(new Call(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    exchange.getRequestHeaders().getFirst("X-Serai-User"),
                    exchange.getRequestHeaders().getFirst("Authorization")));
            Answer answer = answers.getOrDefault(
                    exchange.getRequestURI().getPath(),
                    new Answer(404, "application/problem+json", "{\"detail\": \"no such path\"}"));
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
