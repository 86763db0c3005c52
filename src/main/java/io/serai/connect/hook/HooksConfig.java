package io.serai.connect.hook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Limits of webhooks. */
@ConfigMapping(prefix = "serai.hooks")
public interface HooksConfig {
    /** Larger ones are refused with 413. */
    @WithDefault("1048576")
    int maxBytes();

    /** Webhooks whose {@code webhook-timestamp} differs more from now, in either direction, are refused with 401. */
    @WithDefault("PT5M")
    Duration maxAge();

    /**
     * What senders call this runtime, such as {@code https://hooks.example.com}, for those that sign the URL, too. Absent: what
     * the request says, which is right without a proxy that changes it.
     */
    Optional<String> publicUrl();
}
