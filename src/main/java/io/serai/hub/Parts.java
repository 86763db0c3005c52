package io.serai.hub;

import io.serai.message.FailureClassifier;
import io.serai.message.Ids;
import io.serai.message.Waiting;
import io.serai.store.Store;
import java.time.Clock;

/** What all who change records work with. */
record Parts(
        Store store,
        Models models,
        Kinds kinds,
        Ids ids,
        Clock clock,
        Waiting waiting,
        HubMetrics metrics,
        AuditTrail audit,
        FailureClassifier failures) {}
