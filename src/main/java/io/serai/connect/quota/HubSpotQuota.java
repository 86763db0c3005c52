package io.serai.connect.quota;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.serai.message.Json;
import java.time.Duration;

/**
 * HubSpot: {@code X-HubSpot-RateLimit-*} tell the window of ten seconds and, but for OAuth apps, the day. Search answers have none of
 * them; there the policy that refused a call tells how long its window is. The day ends at midnight of the account's time zone, which is
 * not known here, so after a refusal by the day it is asked again every hour.
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
        Duration window = window(policy(answer.body()), answer.number(LIMIT + "Interval-Milliseconds"));
        return window == null ? advice : advice.and(Advice.closed(window));
    }

    @Override
    public boolean readsBody(int status) {
        return status == 429;
    }

    /** Null when nothing tells. */
    private static Duration window(String policy, Long interval) {
        return switch (policy) {
            case "DAILY" -> UNTIL_MIDNIGHT;
            case "SECONDLY" -> Duration.ofSeconds(1);
            case "TEN_SECONDLY_ROLLING" -> interval == null ? Duration.ofSeconds(10) : Duration.ofMillis(interval);
            default -> interval == null ? null : Duration.ofMillis(interval);
        };
    }

    private static String policy(String body) {
        if (body == null) return "";
        try {
            return Json.MAPPER.readTree(body).path("policyName").asText();
        } catch (JsonProcessingException e) {
            return ""; // a proxy's page: the status says all there is
        }
    }
}
