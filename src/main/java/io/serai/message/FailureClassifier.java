package io.serai.message;

import java.util.Set;

/** Decides whether an exception of a route may pass by itself. Implemented by {@code connect}. */
public interface FailureClassifier {
    Failure classify(Throwable failure);

    /** Whom the code of a failure speaks of; vendors' own codes are known to who classifies them. */
    default Blame blame(String code) {
        if (code == null) return Blame.MESSAGE;
        if (Codes.TARGET.contains(code) || code.startsWith("http-5") || code.startsWith("quota")) return Blame.TARGET;
        return Codes.SELF.contains(code) ? Blame.SELF : Blame.MESSAGE;
    }

    /** Codes that are the same whatever the vendor is. */
    final class Codes {
        static final Set<String> TARGET =
                Set.of("connection", "timeout", "login-failed", "not-json", "http-408", "http-429");
        static final Set<String> SELF = Set.of(
                "error", "invalid", "bad-json", "store", "shutting-down", "mapping-failed", "delivery-under-way");

        private Codes() {}
    }
}
