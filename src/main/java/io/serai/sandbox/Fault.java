package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * An order to fail.
 *
 * @param rate share of the calls (for {@link Kind#ROWS} of the rows) that it hits, 0 to 1
 * @param status the HTTP status of {@link Kind#STATUS}
 * @param latencyMs wait before the effect; for {@link Kind#TIMEOUT_AFTER_COMMIT} the silence before the connection closes
 * @param until when it ends, in milliseconds since 1970
 * @param times how often it may hit
 * @param path hits only calls whose path contains this text
 * @param code the error of a row
 */
record Fault(Kind kind, double rate, int status, long latencyMs, long until, int times, String path, String code) {
    enum Kind {
        /** Slow, then right. */
        SLOW,
        /** An error as the vendor words it. */
        STATUS,
        /** An HTML page of a proxy in front of the vendor. */
        HTML,
        /** Done, but the caller never learns it. */
        TIMEOUT_AFTER_COMMIT,
        /** Single rows of a bulk write fail. */
        ROWS,
        /** The connection closes before anything is done. */
        DROP;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Reads the body of {@code POST fail}; a wrong one is refused with what was expected. */
    static Fault parse(ObjectNode json, long now) {
        boolean outage = json.has("outage");
        double seconds =
                outage ? json.path("outage").asDouble(10) : json.path("seconds").asDouble(0);
        int status = json.path("status").asInt(503);
        String fallback = json.has("status") || outage || !json.has("latencyMs") ? "status" : "slow";
        Kind kind = kind(json.path("kind").asText(fallback));
        double rate = json.path("rate").asDouble(1);
        if (rate < 0 || rate > 1 || status < 400 && kind == Kind.STATUS || status > 599) {
            throw new Refusal(Reply.refused(400, "expected rate 0..1 and status 400..599"));
        }
        long until = seconds > 0 ? now + (long) (seconds * 1000) : Long.MAX_VALUE;
        long silence = kind == Kind.TIMEOUT_AFTER_COMMIT ? 30_000 : 0;
        return new Fault(
                kind,
                rate,
                status,
                json.path("latencyMs").asLong(silence),
                until,
                json.path("times").asInt(Integer.MAX_VALUE),
                json.path("path").asText(""),
                json.path("code").asText("UNABLE_TO_LOCK_ROW"));
    }

    ObjectNode toJson(long now, int left) {
        ObjectNode json = Json.object().put("kind", kind.text()).put("rate", rate);
        if (kind == Kind.STATUS || kind == Kind.HTML) {
            json.put("status", status);
        }
        if (latencyMs > 0) {
            json.put("latencyMs", latencyMs);
        }
        if (until != Long.MAX_VALUE) {
            json.put("secondsLeft", Math.max(0, until - now) / 1000.0);
        }
        if (times != Integer.MAX_VALUE) {
            json.put("timesLeft", left);
        }
        return path.isEmpty() ? json : json.put("path", path);
    }

    private static Kind kind(String text) {
        for (Kind kind : Kind.values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw new Refusal(
                Reply.refused(400, "expected kind status, html, timeout-after-commit, rows, drop, slow or session"));
    }
}
