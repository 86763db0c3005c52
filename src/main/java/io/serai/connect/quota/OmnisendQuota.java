package io.serai.connect.quota;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.serai.message.Json;
import java.time.Duration;

/** Omnisend publishes no header; the body of its 429 may say {@code retryAfter} in seconds. */
final class OmnisendQuota implements Correction {
    private static final long LONGEST = Duration.ofDays(1).toSeconds();

    @Override
    public Advice read(Answer answer) {
        if (!answer.tooMany() || answer.body() == null) return Advice.NONE;
        try {
            Long seconds = Numbers.read(
                    Json.MAPPER.readTree(answer.body()).path("retryAfter").asText());
            return seconds == null ? Advice.NONE : Advice.closed(Duration.ofSeconds(Math.min(seconds, LONGEST)));
        } catch (JsonProcessingException e) {
            return Advice.NONE; // a proxy's page: the status says all there is
        }
    }

    @Override
    public boolean readsBody(int status) {
        return status == 429;
    }
}
