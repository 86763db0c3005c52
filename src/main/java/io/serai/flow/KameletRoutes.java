package io.serai.flow;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Navigate;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.component.kamelet.KameletProcessor;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/**
 * The routes that Camel makes of kamelets, one for each endpoint. Camel leaves them running when the routes that use them are
 * removed, and its endpoints would go on using the old template.
 */
final class KameletRoutes {
    private final CamelContext context;
    private final Model model;

    KameletRoutes(CamelContext context) {
        this.context = context;
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** Ids of kamelet routes that no route uses any more, or that come from a template that is going. */
    List<String> orphans(Set<String> templatesOut) {
        Set<String> used = used();
        return List.copyOf(model.getRouteDefinitions()).stream()
                .filter(route -> Boolean.TRUE.equals(route.isKamelet()))
                .filter(route -> !used.contains(route.getRouteId()))
                .filter(route -> parameter(route, "parentRouteId") != null
                        || templatesOut.contains(parameter(route, "templateId")))
                .map(RouteDefinition::getRouteId)
                .toList();
    }

    /** So that the next use of the kamelet makes a new endpoint and, with it, a new route. */
    void forgetEndpoint(String routeId) throws Exception {
        for (Endpoint endpoint : List.copyOf(context.getEndpoints()))
            if (calls(endpoint) && ((KameletEndpoint) endpoint).getRouteId().equals(routeId))
                context.removeEndpoint(endpoint);
    }

    /** Name of the template that the route was made of, or null. */
    String template(String routeId) {
        RouteDefinition route = model.getRouteDefinition(routeId);
        return route == null ? null : parameter(route, "templateId");
    }

    private static String parameter(RouteDefinition route, String name) {
        Map<String, Object> parameters = route.getTemplateParameters();
        Object value = parameters == null ? null : parameters.get(name);
        return value == null ? null : value.toString();
    }

    private Set<String> used() {
        Set<String> used = new HashSet<>();
        for (Route route : context.getRoutes()) {
            note(route.getEndpoint(), used);
            walk(route.navigate(), used);
            route.getOnExceptions().forEach(step -> walk(step, used));
            route.getOnCompletions().forEach(step -> walk(step, used));
        }
        return used;
    }

    private void walk(Object step, Set<String> used) {
        if (step instanceof EndpointAware aware) note(aware.getEndpoint(), used);
        if (step instanceof KameletProcessor kamelet) note(context.hasEndpoint("kamelet://" + kamelet.getName()), used);
        if (step instanceof Navigate<?> more && more.hasNext()) more.next().forEach(next -> walk(next, used));
    }

    private static void note(Endpoint endpoint, Set<String> used) {
        if (calls(endpoint)) used.add(((KameletEndpoint) endpoint).getRouteId());
    }

    /** Within a kamelet, {@code source} and {@code sink} stand for its caller. */
    private static boolean calls(Endpoint endpoint) {
        return endpoint instanceof KameletEndpoint
                && !endpoint.getEndpointUri().startsWith("kamelet://source")
                && !endpoint.getEndpointUri().startsWith("kamelet://sink");
    }
}
