package io.serai.connect.hook;

/** A webhook that is not accepted. Holds nothing of what was sent. */
final class Rejected extends Exception {
    /** Bounded, as it labels a metric. */
    enum Reason {
        SYSTEM(404, "Unknown system"),
        SIZE(413, "Webhook too large"),
        TYPE(415, "Not JSON"),
        HEADERS(400, "Incomplete webhook headers"),
        AGE(401, "Webhook too old or from the future"),
        SIGNATURE(401, "Signature not valid"),
        JSON(400, "Not a JSON object"),
        EVENT(422, "Unknown event"),
        KEY(503, "Signing key cannot be had now");

        private final int status;
        private final String title;

        Reason(int status, String title) {
            this.status = status;
            this.title = title;
        }

        int status() {
            return status;
        }

        String title() {
            return title;
        }

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Reason reason;

    Rejected(Reason reason, String expected) {
        super(expected, null, false, false); // thrown for every bad request: no stack trace
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
