package io.serai.journal;

import java.time.Instant;

/** Which messages; null leaves a condition out. {@code outcome} and {@code record} match any step of the journey. */
public record JourneyQuery(
        String system, String topic, String externalId, String outcome, String record, Instant since) {}
