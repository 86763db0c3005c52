package io.serai.bus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the bus. */
@ConfigMapping(prefix = "serai.bus")
public interface BusConfig {
    /** How messages travel: {@code embedded} keeps them in tables of the store, {@code rabbitmq} and {@code kafka} use that broker. */
    @WithDefault("embedded")
    String transport();

    /** How long a worker waits for news before it asks the store again; news of the same process wakes it at once. */
    @WithDefault("250ms")
    Duration pollInterval();

    Retry retry();

    Pause pause();

    /** What a group does whose target is down: connection, timeout, login, quota, 408, 429, 5xx. */
    interface Pause {
        /** It pauses after so many exchanges in a row that the target did not answer; 0 never pauses. */
        @WithDefault("3")
        int after();

        /** Delay before the first message that tries whether the target answers again; each further delay is doubled. */
        @WithDefault("1s")
        Duration probeDelay();

        /** No delay between two tries grows beyond this; a vendor's longer Retry-After is obeyed. */
        @WithDefault("30s")
        Duration maxDelay();
    }

    /** What happens to a message whose handling failed in a way that may pass. */
    interface Retry {
        /** Delay before the second attempt. */
        @WithDefault("1s")
        Duration initialDelay();

        /** Each further delay is this many times the one before. */
        @WithDefault("2")
        double factor();

        /** No delay grows beyond this; a vendor's longer Retry-After is obeyed. */
        @WithDefault("15m")
        Duration maxDelay();

        /** After so many attempts the message goes to the dead letters. */
        @WithDefault("25")
        int attempts();

        /** How long a message may wait for a record that it depends on before it goes to the dead letters. */
        @WithDefault("7d")
        Duration linkTimeout();
    }
}
