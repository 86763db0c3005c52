package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;

/** Counts calls of a day against the organisation's limit. Not thread-safe. */
final class ApiUsage {
    private static final long DAY_MS = 86_400_000;
    private final Clock clock;
    private long max;
    private long used;
    private long dayStart;

    ApiUsage(long max, Clock clock) {
        this.max = max;
        this.clock = clock;
        dayStart = clock.millis();
    }

    void max(long changed) {
        max = changed;
    }

    /** Refuses a call beyond the limit. */
    void take() {
        if (clock.millis() - dayStart >= DAY_MS) {
            dayStart = clock.millis();
            used = 0;
        }
        if (used >= max) {
            throw SError.refusal("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
        }
        used++;
    }

    String header() {
        return "api-usage=" + used + "/" + max;
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.putObject("DailyApiRequests").put("Max", max).put("Remaining", Math.max(0, max - used));
        json.putObject("DailyAsyncApiExecutions").put("Max", 250_000).put("Remaining", 250_000);
        return json;
    }
}
