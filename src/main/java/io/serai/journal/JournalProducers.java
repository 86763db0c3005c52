package io.serai.journal;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Binds the room's parts under the names that routes use. */
@Singleton
class JournalProducers {
    @Produces
    @Singleton
    @Named("journal")
    JournalComponent component(Reception reception) {
        return new JournalComponent(reception);
    }
}
