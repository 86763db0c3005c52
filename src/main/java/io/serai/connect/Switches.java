package io.serai.connect;

import java.util.Set;
import org.apache.camel.spi.PropertiesSource;
import org.eclipse.microprofile.config.Config;

/**
 * {@code {{serai.on.<system>}}} in a route's {@code precondition}: whether there is that system, or one of that kind. A setting of that name
 * decides instead, so that the flows of a system can be switched off. {@code serai.on.<system>-<part>} is the same for a part of its flows:
 * {@code in} are those that read from it.
 */
final class Switches implements PropertiesSource {
    private static final String PREFIX = "serai.on.";
    private static final Set<String> PARTS =
            Set.of("in", "carts", "returns", "reconcile", "comments", "status", "updates", "leads", "orders");

    private final Systems systems;
    private final Config settings;

    Switches(Systems systems, Config settings) {
        this.systems = systems;
        this.settings = settings;
    }

    @Override
    public String getName() {
        return "switches";
    }

    @Override
    public String getProperty(String name) {
        if (!name.startsWith(PREFIX)) return null;
        String named = name.substring(PREFIX.length());
        if (there(named)) return String.valueOf(set(named));
        String whole = whole(named);
        return String.valueOf(there(whole) && set(whole) && set(named));
    }

    /** The system of whose flows this is a part. */
    private static String whole(String named) {
        int hyphen = named.lastIndexOf('-');
        return hyphen > 0 && PARTS.contains(named.substring(hyphen + 1)) ? named.substring(0, hyphen) : named;
    }

    private boolean there(String system) {
        return systems.find(system).isPresent() || !systems.ofKind(system).isEmpty();
    }

    private boolean set(String named) {
        return settings.getOptionalValue(PREFIX + named, Boolean.class).orElse(true);
    }
}
