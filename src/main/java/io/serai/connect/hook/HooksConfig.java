package io.serai.connect.hook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of webhooks. */
@ConfigMapping(prefix = "serai.hooks")
public interface HooksConfig {
    /** Larger ones are refused with 413. */
    @WithDefault("1048576")
    int maxBytes();

    /** Webhooks whose {@code webhook-timestamp} differs more from now, in either direction, are refused with 401. */
    @WithDefault("PT5M")
    Duration maxAge();
}
