package io.serai.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;

/** The sandbox as a server of its own, without Quarkus: vendors that live on when the runtime is killed. */
public final class SandboxServer implements AutoCloseable {
    private static final int START_SECONDS = 30;
    private final Vertx vertx;
    private final Sandbox sandbox;
    private final HttpServer server;

    private SandboxServer(Vertx vertx, Sandbox sandbox, HttpServer server) {
        this.vertx = vertx;
        this.sandbox = sandbox;
        this.server = server;
    }

    /** Starts with the default options. */
    public static SandboxServer start(int port) {
        return start(port, SandboxOptions.defaults());
    }

    /** Returns when it listens; port 0 takes a free one. */
    public static SandboxServer start(int port, SandboxOptions options) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
        Sandbox sandbox = new Sandbox(vertx, options);
        Router router = Router.router(vertx);
        sandbox.mount(router);
        HttpServerOptions http = new HttpServerOptions().setPort(port).setMaxInitialLineLength(16 * 1024);
        HttpServer server =
                await(vertx.createHttpServer(http).requestHandler(router).listen());
        sandbox.start();
        return new SandboxServer(vertx, sandbox, server);
    }

    public int port() {
        return server.actualPort();
    }

    /** Where a system answers, e.g. {@code http://localhost:8090/sandbox/magento-pl}. */
    public String url(String system) {
        return "http://localhost:" + port() + "/sandbox/" + system;
    }

    @Override
    public void close() {
        sandbox.close();
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("the sandbox could not start or stop: " + e.getMessage(), e);
        }
    }

    /** {@code [--port 8090] [--trickle 1/s] [--webhook-url URL] [--broker URL] [--history] [--empty]}. */
    public static void main(String[] arguments) {
        SandboxArguments given = SandboxArguments.parse(arguments);
        SandboxServer server = start(given.port(), given.options());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        System.out.println("sandbox: http://localhost:" + server.port() + "/sandbox/");
    }
}
