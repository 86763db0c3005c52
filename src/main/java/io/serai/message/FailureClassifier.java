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

    /** Whether, after a failure of this code, what was sent may still take effect: it went out, and nobody answered for the target. */
    default boolean unanswered(String code) {
        return code != null && Codes.UNANSWERED.contains(code);
    }

    /** Codes that are the same whatever the vendor is. */
    final class Codes {
        static final Set<String> TARGET =
                Set.of("connection", "timeout", "login-failed", "not-json", "http-408", "http-429");
        static final Set<String> SELF = Set.of(
                "error", "invalid", "bad-json", "store", "shutting-down", "mapping-failed", "delivery-under-way");

        static final Set<String> UNANSWERED = Set.of(
                "connection",
                "timeout",
                "shutting-down",
                "http-408",
                "http-502",
                "http-504",
                // of proxies, on a target that is silent or broke off
                "http-499",
                "http-520",
                "http-522",
                "http-524");

        private Codes() {}
    }
}
