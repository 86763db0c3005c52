package io.serai.watch;

import io.serai.store.SqlStore;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down only when this process cannot recover by itself: then, and only then, a restart helps. */
@Liveness
class StoreLiveness implements HealthCheck {
    private final SqlStore store;

    StoreLiveness(SqlStore store) {
        this.store = store;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("store-writer").status(store.alive()).build();
    }
}
