package io.serai.flow;

import io.serai.message.Revisions;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;

/** What runs, for health data, the console and the CLI. Thread-safe; answers from memory. */
public final class Flows implements Revisions {
    private static final String NONE = "none";

    private final CamelContext context;
    private final KameletRoutes kamelets;
    private final Switch switches;
    private final Reloader reloader;
    private final ReloadLog log;

    Flows(CamelContext context, Reloader reloader, ReloadLog log) {
        this.context = context;
        this.kamelets = new KameletRoutes(context);
        this.switches = new Switch(context);
        this.reloader = reloader;
        this.log = log;
    }

    /** All flows, sorted by route id. */
    public List<FlowState> all() {
        return reloader.running().routes().entrySet().stream()
                .map(entry -> state(entry.getKey(), entry.getValue()))
                .toList();
    }

    private FlowState state(String route, Deployment.Unit unit) {
        ServiceStatus status = context.getRouteController().getRouteStatus(route);
        Optional<String> off = switches.off(unit.file(), route);
        var file = unit.file().file();
        return new FlowState(
                route,
                file.name(),
                file.kind().label(),
                file.revision(),
                off.isPresent() ? "Off" : status == null ? "Missing" : status.name(),
                off.orElse(null),
                log.last(file.name()).orElse(null));
    }

    /** The last reload of each file that was reloaded since start-up, kamelets and mappings included. */
    public List<Reload> reloads() {
        return log.all();
    }

    /** Files whose last change could not be used; what ran before runs on. */
    public List<Reload> failures() {
        return log.failures();
    }

    /** A kamelet's own route answers with the kamelet's revision. */
    @Override
    public String ofRoute(String routeId) {
        if (routeId == null) return NONE;
        Deployment running = reloader.running();
        Deployment.Unit unit = running.routes().get(routeId);
        if (unit != null) return unit.file().file().revision();
        String template = kamelets.template(routeId);
        if (template == null || !running.kamelets().containsKey(template)) return NONE;
        return running.kamelets().get(template).file().revision();
    }
}
