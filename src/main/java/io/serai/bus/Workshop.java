package io.serai.bus;

import io.serai.message.FailureClassifier;
import io.serai.message.Tracing;
import jakarta.inject.Singleton;

/** What the workers of every group share. */
@Singleton
record Workshop(
        Groups groups,
        Transport transport,
        Parking parking,
        Settlement settlement,
        FailureClassifier failures,
        Signals signals,
        Lanes lanes,
        Pauses pauses,
        Orderings orderings,
        Readers readers,
        Tracing tracing,
        BusConfig config) {}
