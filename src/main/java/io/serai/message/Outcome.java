package io.serai.message;

import java.time.Duration;

/**
 * What became of one message in one flow.
 *
 * @param kind how it ended
 * @param reason a stable code in kebab case or the vendor's own code, such as {@code no-change}, {@code http-503}, {@code
 *     REQUIRED_FIELD_MISSING}; may be null for {@link Kind#DELIVERED} and {@link Kind#COMPLETED}
 * @param detail for people: what, where, what was expected; free of personal values; may be null
 * @param retryAfter for {@link Kind#PARKED}: the delay that the vendor asked for; null leaves it to the retry policy
 * @param awaits for {@link Kind#PARKED}: the {@link LinkKey} that must exist first; null when only time helps
 */
public record Outcome(Kind kind, String reason, String detail, Duration retryAfter, LinkKey awaits) {

    public enum Kind {
        /** The target has it. */
        DELIVERED,
        /** The flow ended; what it had to do is done and durable. */
        COMPLETED,
        SKIPPED_UNCHANGED,
        SKIPPED_DUPLICATE,
        SKIPPED_STALE,
        /** A newer message of the same key replaces it. */
        SKIPPED_SUPERSEDED,
        /** Not meant for this flow: a condition of the mapping or route left it out. */
        SKIPPED_FILTERED,
        /** Waits for its next attempt. */
        PARKED,
        /** Given up; waits in the dead letters for a person. */
        DEAD;

        /** As it is shown and stored: {@code skipped-unchanged}. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    public static Outcome of(Kind kind) {
        return new Outcome(kind, null, null, null, null);
    }

    public static Outcome of(Kind kind, String reason, String detail) {
        return new Outcome(kind, reason, detail, null, null);
    }

    /** Parked until the link exists (or, should nobody tell, until the retry policy tries again). */
    public static Outcome awaiting(LinkKey link, String detail) {
        return new Outcome(Kind.PARKED, "waiting-for-link", detail, null, link);
    }

    /** Parked when the failure may pass by itself, else dead. */
    public static Outcome of(Failure failure) {
        Kind kind = failure.transientFailure() ? Kind.PARKED : Kind.DEAD;
        return new Outcome(kind, failure.code(), failure.detail(), failure.retryAfter(), null);
    }

    public boolean failed() {
        return kind == Kind.PARKED || kind == Kind.DEAD;
    }
}
