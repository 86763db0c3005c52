package io.serai.connect;

import org.apache.camel.Ordered;
import org.apache.camel.spi.PropertiesSource;
import org.eclipse.microprofile.config.Config;

/**
 * The configuration, for placeholders in routes, one setting at a time. Camel has a source of its own for it, but reads the whole
 * configuration anew for each placeholder that it finds there, to tell where the value comes from.
 */
final class Placeholders implements PropertiesSource, Ordered {
    private final Config settings;

    Placeholders(Config settings) {
        this.settings = settings;
    }

    @Override
    public String getName() {
        return "settings";
    }

    /** Before Camel's own. */
    @Override
    public int getOrder() {
        return HIGHEST;
    }

    @Override
    public String getProperty(String name) {
        return settings.getOptionalValue(name, String.class).orElse(null);
    }
}
