package io.serai.flow.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.message.FailureClassifier;
import io.serai.message.SystemDirectory;
import io.serai.store.Store;
import io.serai.store.cluster.Leases;
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
    @Named("schedule")
    ScheduleComponent component(
            Watermarks watermarks,
            Leases leases,
            SystemDirectory systems,
            FailureClassifier classifier,
            MeterRegistry meters) {
        return new ScheduleComponent(watermarks, leases, systems, classifier, meters);
    }
}
