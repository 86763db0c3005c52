package io.serai.bus;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Binds the component under the scheme that routes use. */
@Singleton
class BusProducers {
    @Produces
    @Singleton
    @Named("bus")
    BusComponent component(Bus bus, Workshop workshop) {
        return new BusComponent(bus, workshop);
    }
}
