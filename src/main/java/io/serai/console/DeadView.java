package io.serai.console;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.serai.bus.DeadLetter;
import java.time.Instant;

/**
 * A dead letter without its payload.
 *
 * @param message id of the message
 * @param subject external id or record id
 * @param time when the change happened at its source
 * @param correlation id of the inbound message with which the journey began
 */
@RegisterForReflection
record DeadView(
        long number,
        Instant died,
        String topic,
        String group,
        String flow,
        String revision,
        int attempt,
        String reason,
        String detail,
        String message,
        String source,
        String subject,
        Instant time,
        String correlation) {

    static DeadView of(DeadLetter letter) {
        return new DeadView(
                letter.number(),
                letter.died(),
                letter.topic(),
                letter.group(),
                letter.flow(),
                letter.revision(),
                letter.attempt(),
                letter.reason(),
                letter.detail(),
                letter.message().id(),
                letter.message().source(),
                letter.message().subject(),
                letter.message().time(),
                letter.message().correlation());
    }
}
