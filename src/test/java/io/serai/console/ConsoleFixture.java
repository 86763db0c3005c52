package io.serai.console;

import io.serai.bus.TestBus;
import io.serai.flow.TestFlows;
import io.serai.hub.TestHub;
import io.serai.journal.TestJournal;
import io.serai.message.Ids;
import io.serai.store.SqlStore;
import io.serai.store.TestStore;
import io.serai.watch.Audit;
import io.serai.watch.TestWatch;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** The management API on a real store and a port of its own, without Quarkus. */
final class ConsoleFixture implements AutoCloseable {
    final SqlStore store;
    final TestBus bus;
    final TestJournal journal;
    final TestHub hub;
    final TestFlows flows = new TestFlows();
    private final HttpServer server;

    ConsoleFixture(Path folder, Vertx vertx) {
        this(folder, vertx, config(null, null));
    }

    ConsoleFixture(Path folder, Vertx vertx, ConsoleConfig config) {
        store = TestStore.open(folder);
        bus = new TestBus(store);
        journal = new TestJournal(store);
        hub = new TestHub(folder, store);
        Clock clock = Clock.systemUTC();
        Audit audit = TestWatch.audit(store);
        Console console = new Console(
                config,
                new FlowsResource(flows.flows()),
                new MessagesResource(journal.journeys(), bus.delays(), clock),
                new DeadResource(bus.deadLetters(), audit, store, clock),
                new RecordsResource(hub.records(), hub.duplicates(), hub.hub(), bus.bus(), new Ids(), store, clock),
                new BusResource(TestWatch.bus(bus.backlogs()), bus.removal(), audit),
                audit);
        Router router = Router.router(vertx);
        console.mount(router);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    static ConsoleConfig config(String token, Path tokenFile) {
        return new ConsoleConfig() {
            @Override
            public Optional<String> token() {
                return Optional.ofNullable(token);
            }

            @Override
            public Optional<Path> tokenFile() {
                return Optional.ofNullable(tokenFile);
            }
        };
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
        hub.close();
    }
}
