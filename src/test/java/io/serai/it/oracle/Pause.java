package io.serai.it.oracle;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** A part of a fault that is time and nothing else. */
final class Pause {
    private Pause() {}

    static void millis(long millis) {
        if (millis > 0)
            await().pollDelay(Duration.ofMillis(millis))
                    .atMost(Duration.ofMillis(millis + 60_000))
                    .until(() -> true);
    }
}
