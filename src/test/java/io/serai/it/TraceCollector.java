package io.serai.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes what is exported by OTLP over HTTP, in protobuf, and keeps it as it came. */
final class TraceCollector implements AutoCloseable {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    TraceCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Names and texts stand in it as they are. */
    String received() {
        return String.join("", received);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean wanted = type.equals("application/x-protobuf");
            if (wanted) received.add(new String(body, StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(wanted ? 200 : 415, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
