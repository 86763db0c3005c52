package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What an object of a system said once about a decision, without telling when it was made.
 *
 * @param said by the source, or {@link Said#UNKNOWN}
 * @param ours true when it only told what we had written there
 * @param notBefore the earliest time at which it can have been decided, epoch milliseconds; null where nobody said
 * @param source how it was decided; null where nobody said
 */
record Flag(Said said, boolean ours, Long notBefore, String source) {

    /** Statuses that a mapping table may give. */
    enum Said {
        YES,
        NO,
        /** Not subscribed, which is a refusal only where it was a yes before: else nobody may ever have asked. */
        NOT_YES,
        /** Not opted out, which is a consent only where it was a no before. */
        NOT_NO,
        UNKNOWN;

        /** Any other status counts as unknown. */
        static Said of(JsonNode value) {
            String status = Decision.text(value, Decision.STATUS);
            for (Said said : values()) if (said.label().equals(status)) return said;
            return UNKNOWN;
        }

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /** Yes and not no are on one side, no and not yes on the other. */
        String side() {
            return switch (this) {
                case YES, NOT_NO -> Decision.YES;
                case NO, NOT_YES -> Decision.NO;
                case UNKNOWN -> "";
            };
        }

        /** Whether it is a decision by itself, without a change from the other side. */
        boolean explicit() {
            return this == YES || this == NO;
        }
    }

    static Flag of(JsonNode value, boolean ours) {
        return new Flag(
                Said.of(value), ours, Decision.time(value, Decision.NOT_BEFORE), Decision.text(value, Decision.SOURCE));
    }

    String side() {
        return said.side();
    }

    boolean yes() {
        return side().equals(Decision.YES);
    }
}
