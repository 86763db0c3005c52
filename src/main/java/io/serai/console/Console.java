package io.serai.console;

import io.quarkus.vertx.http.ManagementInterface;
import io.serai.watch.Audit;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/** The paths of the management API. */
@ApplicationScoped
class Console {
    private static final long LARGEST_BODY = 64 * 1024;

    private final Door door;
    private final FlowsResource flows;
    private final MessagesResource messages;
    private final DeadResource dead;
    private final RecordsResource records;
    private final BusResource bus;
    private final Audit audit;

    Console(
            ConsoleConfig config,
            FlowsResource flows,
            MessagesResource messages,
            DeadResource dead,
            RecordsResource records,
            BusResource bus,
            Audit audit) {
        this.door = new Door(Token.of(config));
        this.flows = flows;
        this.messages = messages;
        this.dead = dead;
        this.records = records;
        this.bus = bus;
        this.audit = audit;
    }

    void mount(@Observes ManagementInterface management) {
        mount(management.router());
    }

    void mount(Router router) {
        router.route("/serai/*").handler(door::guard).failureHandler(door::fail);
        get(router, "/serai/flows", flows::list);
        get(router, "/serai/messages", messages::list);
        get(router, "/serai/messages/:id", messages::show);
        get(router, "/serai/messages/:id/raw", messages::raw);
        get(router, "/serai/dead", dead::list);
        get(router, "/serai/dead/:number", dead::show);
        get(router, "/serai/dead/:number/raw", dead::raw);
        post(router, "/serai/dead/replay", dead::replay);
        post(router, "/serai/dead/discard", dead::discard);
        get(router, "/serai/records", records::find);
        get(router, "/serai/records/duplicates", records::duplicates);
        post(router, "/serai/records/unite", records::unite);
        get(router, "/serai/records/:id", records::show);
        get(router, "/serai/records/:id/engagements", records::engagements);
        get(router, "/serai/bus", bus::list);
        post(router, "/serai/bus/drop", bus::drop);
        get(router, "/serai/audit", this::audit);
        router.route("/serai/*").handler(context -> context.fail(404));
    }

    private Object audit(Ask ask) {
        ask.allow("limit");
        return Map.of("audit", audit.list(ask.limit()));
    }

    private void get(Router router, String path, Resource resource) {
        blocking(router.route(HttpMethod.GET, path), resource);
    }

    private void post(Router router, String path, Resource resource) {
        blocking(
                router.route(HttpMethod.POST, path)
                        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY)),
                resource);
    }

    /** Off the event loop, as resources wait for the store; requests need not wait for each other. */
    private void blocking(Route route, Resource resource) {
        route.blockingHandler(context -> door.answer(context, resource), false);
    }
}
