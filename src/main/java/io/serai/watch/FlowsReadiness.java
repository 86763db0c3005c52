package io.serai.watch;

import io.serai.flow.Flows;
import io.serai.flow.Reload;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Up once all flows were loaded, and from then on. A change of a file that could not be used shows as {@code degraded}, with the
 * reason, and leaves the process ready: what ran before runs on (Invariant 6).
 */
@Startup
@Readiness
class FlowsReadiness implements HealthCheck {
    private final Flows flows;
    private final CamelContext context;

    FlowsReadiness(Flows flows, CamelContext context) {
        this.flows = flows;
        this.context = context;
    }

    @Override
    public HealthCheckResponse call() {
        List<Reload> failures = flows.failures();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("flows")
                .status(context.isStarted())
                .withData("flows", flows.all().size())
                .withData("degraded", !failures.isEmpty());
        if (!failures.isEmpty())
            response.withData("refused", failures.stream().map(Reload::file).collect(Collectors.joining(", ")));
        return response.build();
    }
}
