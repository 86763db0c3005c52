package io.serai.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * An inbound message and what became of it.
 *
 * @param topic such as {@code magento.order}
 * @param channel {@code webhook} or {@code poll}
 * @param erased when its payload was taken away, as the person whom it was about was forgotten; null for never
 * @param duplicates how often it came again and was left out
 * @param trace id of the distributed trace that it began or came in; null when it was not traced
 * @param steps oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Journey(
        String id,
        Instant received,
        String system,
        String topic,
        String channel,
        String externalId,
        int bytes,
        Instant erased,
        int duplicates,
        Instant lastDuplicate,
        String trace,
        List<Step> steps) {

    /**
     * One attempt of one flow.
     *
     * @param message the message that the flow handled: the inbound one or one that followed from it
     * @param durationMicros of this message's share of the exchange
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(
            Instant at,
            String message,
            String topic,
            String group,
            String flow,
            String revision,
            String mapping,
            int attempt,
            String outcome,
            String reason,
            String detail,
            String entity,
            String record,
            String target,
            String targetId,
            long durationMicros) {}
}
