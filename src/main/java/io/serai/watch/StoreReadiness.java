package io.serai.watch;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Down while the store does not answer, as no webhook could be accepted then (Invariant 1). */
@Readiness
class StoreReadiness implements HealthCheck {
    private final StoreWatch store;

    StoreReadiness(StoreWatch store) {
        this.store = store;
    }

    @Override
    public HealthCheckResponse call() {
        StoreWatch.Answer answer = store.ask();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("store")
                .status(answer.problem() == null)
                .withData("kind", answer.kind())
                .withData("milliseconds", answer.took().toMillis());
        if (answer.problem() != null) response.withData("problem", answer.problem());
        return response.build();
    }
}
