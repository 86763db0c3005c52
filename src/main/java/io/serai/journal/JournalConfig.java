package io.serai.journal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the journal. */
@ConfigMapping(prefix = "serai.journal")
public interface JournalConfig {
    /** How long messages and their outcomes are kept; also how long a redelivery is recognised. */
    @WithDefault("30d")
    Duration retention();

    /** For idempotent consumers: how long a key that was taken and neither done nor given back stays taken. */
    @WithDefault("5m")
    Duration keyLease();
}
