package io.serai.watch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of health and metrics. */
@ConfigMapping(prefix = "serai.watch")
public interface WatchConfig {
    /** How often the backlog of the groups is counted. */
    @WithDefault("3s")
    Duration every();

    /** How long the store may take to answer before this process counts as not ready. */
    @WithDefault("5s")
    Duration storeTimeout();
}
