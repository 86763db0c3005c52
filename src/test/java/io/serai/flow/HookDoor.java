package io.serai.flow;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.Systems;
import io.serai.connect.TestSystems;
import io.serai.connect.hook.VerifyWebhook;
import io.serai.message.Tracing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** An address for the webhooks of the doubles, behind which is the shipped route. Until there are flows it answers 503. */
final class HookDoor implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private volatile ProducerTemplate inside;

    HookDoor() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hooks/", this::take);
        server.setExecutor(threads);
        server.start();
    }

    /** With {@code {system}} for the sender's name. */
    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/hooks/{system}";
    }

    /** The shipped route, with this in the place of Quarkus' HTTP server. */
    void into(DefaultCamelContext camel, Systems systems) {
        camel.getRegistry()
                .bind(
                        "verifyWebhook",
                        new VerifyWebhook(systems, TestSystems.hooks(), new SimpleMeterRegistry(), Tracing.OFF));
        camel.getRegistry().bind("reception", camel.getRegistry().lookupByName("transaction"));
        try {
            String route = Files.readString(Path.of("routes/webhooks.camel.yaml"))
                    .replaceFirst("uri: platform-http:[^\n]+\n +parameters:\n[^\n]+\n", "uri: direct:hooks\n");
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("webhooks.camel.yaml", route));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void open(RunningFlows flows) {
        inside = flows.bus().camel().createProducerTemplate();
    }

    private void take(HttpExchange call) throws IOException {
        try (call) {
            byte[] body = call.getRequestBody().readAllBytes();
            call.sendResponseHeaders(inside == null ? 503 : status(call, body), -1);
        } catch (RuntimeException e) {
            throw new UncheckedIOException(new IOException(e)); // the sender sees no answer and comes again
        }
    }

    private int status(HttpExchange call, byte[] body) {
        Map<String, Object> headers = new HashMap<>();
        call.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        String path = call.getRequestURI().getPath();
        headers.put("system", path.substring(path.lastIndexOf('/') + 1));
        Exchange answer = inside.request("direct:hooks", exchange -> {
            exchange.getMessage().setHeaders(headers);
            exchange.getMessage().setBody(body);
        });
        if (answer.getException() != null) return 500;
        return answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
