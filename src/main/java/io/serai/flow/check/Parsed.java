package io.serai.flow.check;

import io.serai.message.Finding;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.model.RouteDefinition;

/**
 * A file and what was understood of it; touches nothing that runs.
 *
 * @param file what was read
 * @param findings syntax and DSL errors; what they concern is left out of the rest
 * @param routes for checks only: of a kamelet its template's route
 * @param definitions text of each route, by route id: as long as it and {@code shared} stay, the route need not be replaced
 * @param shared text of what concerns all routes of the file, such as {@code onException}
 * @param beans names of the beans that the file itself declares
 * @param kamelet null unless the file is one
 */
public record Parsed(
        FlowFile file,
        List<Finding> findings,
        List<RouteDefinition> routes,
        Map<String, String> definitions,
        String shared,
        Set<String> beans,
        Kamelet kamelet) {

    /** Names of the kamelets that a route of this file uses itself, with what concerns all routes of the file. */
    public Set<String> kamelets(String routeId) {
        Set<String> names = new TreeSet<>();
        for (RouteDefinition route : routes) {
            boolean concerned = route.getInput() == null || kamelet != null || routeId.equals(route.getId());
            if (concerned)
                Model.of(route, this).uses().stream()
                        .filter(use -> use.is("kamelet"))
                        .map(Use::path)
                        .map(path -> path.contains("/") ? path.substring(0, path.indexOf('/')) : path)
                        .forEach(names::add);
        }
        return names;
    }

    /** Name of the template that the file defines, or null. */
    public String template() {
        return kamelet == null ? null : kamelet.name();
    }
}
