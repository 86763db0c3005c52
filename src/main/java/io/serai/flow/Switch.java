package io.serai.flow;

import io.serai.flow.check.Condition;
import io.serai.flow.check.Parsed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;

/** Tells which routes are off, as a system that they are for is not configured or is switched off. Thread-safe. */
final class Switch {
    private final CamelContext context;
    /** Settings stay as they are while the process lives, and a flow's are asked for again and again. */
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    Switch(CamelContext context) {
        this.context = context;
    }

    /** Why the route of the file is off; empty when it is on. */
    Optional<String> off(Parsed file, String routeId) {
        return file.routes().stream()
                .filter(route -> routeId.equals(route.getId()))
                .findFirst()
                .flatMap(this::off);
    }

    Optional<String> off(RouteDefinition route) {
        List<String> missing = Condition.systems(route).stream()
                .filter(system -> !on(system))
                .map(system -> "serai.systems." + system)
                .toList();
        if (missing.isEmpty()) return Optional.empty();
        return Optional.of(missing.stream().collect(Collectors.joining(" and ", "", ""))
                + (missing.size() == 1 ? " is" : " are") + " not configured, or switched off");
    }

    private boolean on(String system) {
        return known.computeIfAbsent(system, this::configured);
    }

    private boolean configured(String system) {
        return context.getPropertiesComponent()
                .resolveProperty(Condition.PREFIX + system)
                .map(Boolean::parseBoolean)
                .orElse(false);
    }
}
