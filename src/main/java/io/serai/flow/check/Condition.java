package io.serai.flow.check;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.model.RouteDefinition;

/**
 * The {@code precondition} of a route: {@code {{serai.on.<system>}}}, several joined by {@code &&}. A route whose condition does not hold
 * is off: checked as any other, but not started.
 */
public final class Condition {
    /** Before the name of a system. */
    public static final String PREFIX = "serai.on.";

    private static final Pattern SYSTEM = Pattern.compile("\\{\\{\\s*serai\\.on\\.([a-z0-9-]+)\\s*}}");

    private Condition() {}

    /** Names of the systems without which the route is off. */
    public static Set<String> systems(RouteDefinition route) {
        Set<String> systems = new TreeSet<>();
        if (route.getPrecondition() == null) return systems;
        Matcher matcher = SYSTEM.matcher(route.getPrecondition());
        while (matcher.find()) systems.add(matcher.group(1));
        return systems;
    }

    /** Whether it says anything else than that systems must be there. */
    static boolean unknown(RouteDefinition route) {
        return route.getPrecondition() != null
                && !SYSTEM.matcher(route.getPrecondition())
                        .replaceAll("")
                        .replace("&&", "")
                        .isBlank();
    }
}
