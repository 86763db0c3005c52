package io.serai.bus;

import io.serai.store.cluster.Leases;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Binds the component under the scheme that routes use. */
@Singleton
class BusProducers {
    @Produces
    @Singleton
    @Named("bus")
    BusComponent component(Bus bus, Workshop workshop, Delays delays, Leases leases, Clock clock) {
        return new BusComponent(
                bus,
                workshop,
                new Alarm(
                        delays,
                        () -> leases.take("bus/alarm"),
                        workshop.config().pollInterval()),
                clock);
    }
}
