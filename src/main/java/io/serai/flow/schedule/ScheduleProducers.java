package io.serai.flow.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.connect.Systems;
import io.serai.message.FailureClassifier;
import io.serai.message.SystemDirectory;
import io.serai.message.SystemInfo;
import io.serai.store.Store;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Wires the schedule and binds its component under the scheme that routes use. */
@Singleton
class ScheduleProducers {
    @Produces
    @Singleton
    Watermarks watermarks(Store store) {
        return new Watermarks(store);
    }

    @Produces
    @Singleton
    SystemDirectory directory(Systems systems) {
        return kind -> systems.ofKind(kind).stream()
                .map(system -> new SystemInfo(system.name(), kind, system.url().toString()))
                .toList();
    }

    @Produces
    @Singleton
    @Named("schedule")
    ScheduleComponent component(
            Watermarks watermarks, SystemDirectory systems, FailureClassifier classifier, MeterRegistry meters) {
        return new ScheduleComponent(watermarks, systems, classifier, meters);
    }
}
