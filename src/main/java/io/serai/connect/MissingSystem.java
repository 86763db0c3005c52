package io.serai.connect;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** Stands for a system that is not configured, so that a route that uses it cannot start and its user reads what is missing. */
final class MissingSystem extends DefaultComponent {
    private final String system;

    MissingSystem(String system) {
        this.system = system;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        String prefix = "serai.systems." + system;
        throw new IllegalStateException(prefix + ".kind, " + prefix + ".url and " + prefix
                + ".auth are missing: a route uses this system, which is not configured");
    }
}
