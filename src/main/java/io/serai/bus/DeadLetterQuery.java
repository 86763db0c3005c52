package io.serai.bus;

import java.time.Instant;

/** Which dead letters; null leaves a condition out, so that a query of nulls means all. */
public record DeadLetterQuery(
        Long number, String topic, String group, String reason, String source, String correlation, Instant since) {
    public static DeadLetterQuery one(long number) {
        return new DeadLetterQuery(number, null, null, null, null, null, null);
    }

    public static DeadLetterQuery all() {
        return new DeadLetterQuery(null, null, null, null, null, null, null);
    }
}
