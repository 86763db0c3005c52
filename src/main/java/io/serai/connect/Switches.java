package io.serai.connect;

import org.apache.camel.spi.PropertiesSource;
import org.eclipse.microprofile.config.Config;

/**
 * {@code {{serai.on.<system>}}} in a route's {@code precondition}: whether there is that system, or one of that kind. A setting of that name decides instead,
 * so that the flows of a system can be switched off. {@code serai.on.<system>-in} is the same for those flows only that read from it.
 */
final class Switches implements PropertiesSource {
    private static final String PREFIX = "serai.on.";
    private static final String READING = "-in";

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
        boolean on = there(name.substring(PREFIX.length())) && set(name);
        String system = name.endsWith(READING) ? name.substring(0, name.length() - READING.length()) : name;
        return String.valueOf(on && set(system));
    }

    private boolean there(String system) {
        if (systems.find(system).isPresent()) return true;
        return system.endsWith(READING)
                && systems.find(system.substring(0, system.length() - READING.length()))
                        .isPresent();
    }

    private boolean set(String name) {
        return settings.getOptionalValue(name, Boolean.class).orElse(true);
    }
}
