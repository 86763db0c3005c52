package io.serai.watch;

import io.opentelemetry.api.OpenTelemetry;
import io.serai.message.Tracing;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Traces by OpenTelemetry, where it is switched on. */
@Singleton
class TracingProducer {
    @Produces
    @Singleton
    Tracing tracing(
            @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "true") boolean off,
            Instance<OpenTelemetry> telemetry) {
        return off ? Tracing.OFF : new Tracing(telemetry.get().getTracer("io.serai"));
    }
}
