package io.serai.connect;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Tells when the secrets of systems end, as far as the configuration says so: vendors tell it to nobody but people. */
@ApplicationScoped
class SecretExpiry {
    /** After the check of all settings, which has told of what is no day. */
    void start(@Observes StartupEvent start, SystemsConfig config, MeterRegistry registry) {
        watch(config, registry);
    }

    static void watch(SystemsConfig config, MeterRegistry registry) {
        config.systems()
                .forEach((name, system) ->
                        system.secretExpires().ifPresent(day -> watch(name, LocalDate.parse(day), registry)));
    }

    private static void watch(String system, LocalDate day, MeterRegistry registry) {
        double seconds = day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        Gauge.builder("serai_connect_secret_expires_timestamp_seconds", () -> seconds)
                .description("When the secret of a system ends, in seconds since 1970")
                .tag("system", system)
                .register(registry);
    }
}
