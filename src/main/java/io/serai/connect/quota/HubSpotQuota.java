package io.serai.connect.quota;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.serai.message.Json;
import java.time.Duration;

/**
 * HubSpot: {@code X-HubSpot-RateLimit-*} tell the window of ten seconds and, but for OAuth apps, the day. Search answers have none of
 * them. The day ends at midnight of the account's time zone, which is not known here, so after a refusal by the day it is asked again
 * every hour.
 */
final class HubSpotQuota implements Correction {
    private static final String LIMIT = "X-HubSpot-RateLimit-";
    private static final Duration UNTIL_MIDNIGHT = Duration.ofHours(1);

    @Override
    public Advice read(Answer answer) {
        Advice advice = Advice.left(answer.number(LIMIT + "Remaining"));
        Long day = answer.number(LIMIT + "Daily");
        Long dayLeft = answer.number(LIMIT + "Daily-Remaining");
        if (day != null && dayLeft != null) advice = advice.and(Advice.day(day - dayLeft, day));
        if (!answer.tooMany()) return advice;
        if (ofTheDay(answer.body())) return advice.and(Advice.closed(UNTIL_MIDNIGHT));
        Long interval = answer.number(LIMIT + "Interval-Milliseconds");
        return interval == null ? advice : advice.and(Advice.closed(Duration.ofMillis(interval)));
    }

    @Override
    public boolean readsBody(int status) {
        return status == 429;
    }

    private static boolean ofTheDay(String body) {
        if (body == null) return false;
        try {
            return "DAILY".equals(Json.MAPPER.readTree(body).path("policyName").asText());
        } catch (JsonProcessingException e) {
            return false; // a proxy's page: the status says all there is
        }
    }
}
