package io.serai.bus;

import io.serai.message.Blame;
import io.serai.message.Failure;
import io.serai.message.FailureClassifier;
import io.serai.message.Item;
import io.serai.message.Outcome;
import io.serai.message.Priority;
import java.time.Duration;
import java.util.List;

/**
 * What the end of one exchange tells about the group's target.
 *
 * @param retryAfter the longest wait that the target asked for; zero when it asked for none
 */
record Sign(Kind kind, Duration retryAfter) {
    enum Kind {
        /** It answers. */
        ANSWER,
        /** It is down: nothing went through, and that is not the fault of what was sent. */
        OUTAGE,
        /** Nothing: it was not asked; or less urgent messages were held back, so that others may go. */
        NONE
    }

    static Sign of(List<Item> items, FailureClassifier failures) {
        Kind kind = Kind.NONE;
        Duration longest = Duration.ZERO;
        for (Item item : items) {
            Kind one = of(item, failures);
            if (one == Kind.ANSWER) return new Sign(Kind.ANSWER, Duration.ZERO);
            if (one == Kind.NONE) continue;
            kind = Kind.OUTAGE;
            Duration asked = item.outcome().retryAfter();
            if (asked != null && asked.compareTo(longest) > 0) longest = asked;
        }
        return new Sign(kind, longest);
    }

    private static Kind of(Item item, FailureClassifier failures) {
        Outcome outcome = item.outcome();
        if (outcome == null) return Kind.ANSWER;
        if (Failure.QUOTA.equals(outcome.reason()) && item.message().priority() != Priority.LIVE) return Kind.NONE;
        return switch (outcome.kind()) {
            case DELIVERED, COMPLETED -> Kind.ANSWER;
            case PARKED, DEAD -> outcome.awaits() == null ? of(failures.blame(outcome.reason())) : Kind.NONE;
            default -> Kind.NONE;
        };
    }

    private static Kind of(Blame blame) {
        return switch (blame) {
            case TARGET -> Kind.OUTAGE;
            case MESSAGE -> Kind.ANSWER;
            case SELF -> Kind.NONE;
        };
    }
}
