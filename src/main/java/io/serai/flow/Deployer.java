package io.serai.flow;

import io.serai.flow.check.Condition;
import io.serai.flow.check.FlowFile;
import io.serai.flow.check.Parsed;
import io.serai.message.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RoutesBuilderLoader;
import org.apache.camel.support.PluginHelper;
import org.jboss.logging.Logger;

/**
 * Brings a running Camel context from one state of the routes folder to another.
 *
 * <p>Only what differs is stopped and started. Routes end their exchanges before they go. When any step fails, all that was touched
 * is put back as it was and runs again (Invariant 6). Not thread-safe.
 */
final class Deployer {
    private static final Logger LOG = Logger.getLogger(Deployer.class);

    private record Ready(RouteDefinition route, FlowFile file) {}

    private final CamelContext context;
    private final Model model;
    private final KameletRoutes kamelets;
    private final Switch switches;
    private final Duration patience;

    /** @param patience how long a route may take to end the exchanges that it has begun */
    Deployer(CamelContext context, Duration patience) {
        this.context = context;
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
        this.kamelets = new KameletRoutes(context);
        this.switches = new Switch(context);
        this.patience = patience;
    }

    /**
     * Makes the new state run.
     *
     * @throws FlowException when it cannot; then the old one runs
     */
    void replace(Deployment from, Deployment to) {
        Change change = Change.between(from, to);
        List<Finding> failures = new ArrayList<>();
        try {
            takeOut(change.routesOut(), change.kameletsOut());
            failures.addAll(putIn(to, change.routesIn(), change.kameletsIn()));
        } catch (Exception e) {
            failures.add(Finding.error("routes", 1, 1, "could not be replaced: " + reason(e)));
        }
        if (failures.isEmpty()) return;
        putBack(from, change, failures);
        throw new FlowException("", failures);
    }

    /** Whether a state has routes that are for systems, and all of those are off. */
    boolean idle(Deployment state) {
        List<RouteDefinition> conditional = state.files().values().stream()
                .flatMap(file -> file.routes().stream())
                .filter(route -> !Condition.systems(route).isEmpty())
                .toList();
        return !conditional.isEmpty()
                && conditional.stream().allMatch(route -> switches.off(route).isPresent());
    }

    /** For the log: how many routes of a state are off; empty for none. */
    String off(Deployment state) {
        long off = state.routes().entrySet().stream()
                .filter(route ->
                        switches.off(route.getValue().file(), route.getKey()).isPresent())
                .count();
        return off == 0
                ? ""
                : ", " + off + " of them off, as their systems are not configured: serai flows tells which";
    }

    private void putBack(Deployment from, Change change, List<Finding> failures) {
        try {
            Set<String> all = new TreeSet<>(change.routesIn());
            all.addAll(change.routesOut());
            Set<String> templates = new TreeSet<>(change.kameletsIn());
            templates.addAll(change.kameletsOut());
            takeOut(all, templates);
            failures.addAll(putIn(from, change.routesOut(), change.kameletsOut()));
        } catch (Exception e) {
            LOG.errorf(e, "The routes %s could not be put back after a failed reload", change.routesOut());
            failures.add(Finding.error("routes", 1, 1, "the old routes could not be put back: " + reason(e)));
        }
    }

    private void takeOut(Collection<String> routes, Set<String> templates) throws Exception {
        for (String id : callersFirst(routes)) remove(id);
        for (List<String> orphans = kamelets.orphans(templates);
                !orphans.isEmpty();
                orphans = kamelets.orphans(templates)) {
            for (String id : orphans) {
                kamelets.forgetEndpoint(id);
                remove(id);
            }
        }
        for (String name : templates) model.removeRouteTemplateDefinitions(name);
    }

    /** Sources of messages first, so that what they have sent on is ended by the routes behind them. */
    private List<String> callersFirst(Collection<String> ids) {
        return ids.stream()
                .filter(id -> model.getRouteDefinition(id) != null)
                .sorted(Comparator.comparing((String id) -> inner(model.getRouteDefinition(id)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private void remove(String id) throws Exception {
        context.getRouteController().stopRoute(id, patience.toMillis(), TimeUnit.MILLISECONDS);
        context.removeRoute(id);
        RouteDefinition left = model.getRouteDefinition(id); // one that never started is known as a definition only
        if (left != null) model.removeRouteDefinition(left);
    }

    private List<Finding> putIn(Deployment to, Set<String> routes, Set<String> templates) throws Exception {
        for (String name : templates) {
            RouteBuilder builder = build(to.kamelets().get(name));
            model.addRouteTemplateDefinitions(
                    builder.getRouteTemplateCollection().getRouteTemplates());
        }
        try {
            // Camel takes each step of each route that runs in its hand for each call of this, so it is one call if all
            // is well.
            model.addRouteDefinitions(
                    build(to, routes).stream().map(Ready::route).toList());
            return List.of();
        } catch (Exception e) {
            LOG.debugf(e, "Not all of the routes start together: each is tried alone, for what is wrong with it");
            takeOut(routes, Set.of());
            return putInOneByOne(build(to, routes));
        }
    }

    private List<Finding> putInOneByOne(List<Ready> routes) {
        List<Finding> failures = new ArrayList<>();
        for (Ready ready : routes) {
            try {
                model.addRouteDefinition(ready.route());
            } catch (Exception e) {
                failures.add(failure(ready, e));
            }
        }
        return failures;
    }

    /** Those of the routes that are on, as new definitions and in the order in which they are started. */
    private List<Ready> build(Deployment to, Set<String> routes) throws Exception {
        Set<Parsed> files = routes.stream()
                .map(id -> to.routes().get(id).file())
                .filter(this::needed)
                .collect(Collectors.toSet());
        List<Ready> all = new ArrayList<>();
        for (Parsed file : files)
            for (RouteDefinition route : build(file).getRouteCollection().getRoutes())
                if (routes.contains(route.getRouteId()) && switches.off(route).isEmpty()) {
                    route.setPrecondition(null); // it holds; Camel would read it again, in its own way
                    all.add(new Ready(route, file.file()));
                }
        return readersFirst(all);
    }

    /** Not when all that it has are routes that are off. */
    private boolean needed(Parsed file) {
        return !file.beans().isEmpty()
                || file.routes().stream()
                        .filter(route -> route.getInput() != null) // not what is shared by all routes of the file
                        .anyMatch(route -> switches.off(route).isEmpty());
    }

    private RouteBuilder build(Parsed parsed) throws Exception {
        Resource resource = parsed.file().resource();
        RoutesBuilderLoader loader = PluginHelper.getRoutesLoader(context)
                .getRoutesLoader(parsed.file().kind().loader());
        if (!parsed.beans().isEmpty()) loader.preParseRoute(resource);
        RouteBuilder builder = (RouteBuilder) loader.loadRoutesBuilder(resource);
        builder.configureRoutes(context);
        return builder;
    }

    /** Routes that others call are there before these begin to read. */
    private static List<Ready> readersFirst(List<Ready> routes) {
        return routes.stream()
                .sorted(Comparator.comparing((Ready ready) -> !inner(ready.route()))
                        .thenComparing(ready -> ready.route().getRouteId()))
                .toList();
    }

    private static boolean inner(RouteDefinition route) {
        String uri = route.getInput() == null ? "" : route.getInput().getEndpointUri();
        return uri.startsWith("direct:") || uri.startsWith("seda:") || uri.startsWith("kamelet:source");
    }

    private static Finding failure(Ready ready, Exception e) {
        int line = Math.max(1, ready.route().getLineNumber());
        String message = "route '" + ready.route().getRouteId() + "' does not start: " + reason(e);
        return Finding.error(ready.file().name(), line, 1, message);
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
