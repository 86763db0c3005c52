package io.serai.connect;

import io.quarkus.arc.Unremovable;
import io.serai.store.cluster.Leases;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Binds what routes and kamelets name in {@code policy} and {@code enrich}. */
@Singleton
class PolicyProducer {
    @Produces
    @Singleton
    @Unremovable
    @Named("oneAtATime")
    OneAtATime oneAtATime(Leases leases) {
        return new OneAtATime(leases);
    }

    @Produces
    @Singleton
    @Unremovable
    @Named("bodyOnly")
    BodyOnly bodyOnly() {
        return new BodyOnly();
    }
}
