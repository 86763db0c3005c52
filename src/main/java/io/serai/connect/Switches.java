package io.serai.connect;

import org.apache.camel.spi.PropertiesSource;
import org.eclipse.microprofile.config.Config;

/**
 * {@code {{serai.on.<system>}}} in a route's {@code precondition}: whether there is that system. A setting of that name decides instead,
 * so that the flows of a system can be switched off.
 */
final class Switches implements PropertiesSource {
    private static final String PREFIX = "serai.on.";

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
        boolean there = systems.find(name.substring(PREFIX.length())).isPresent();
        return String.valueOf(
                there && settings.getOptionalValue(name, Boolean.class).orElse(true));
    }
}
