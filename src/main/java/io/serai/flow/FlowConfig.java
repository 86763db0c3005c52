package io.serai.flow;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How changed files are followed. */
@ConfigMapping(prefix = "serai.reload")
interface FlowConfig {
    /** Whether changes of routes, kamelets and mappings take effect while the runtime runs. */
    @WithDefault("true")
    boolean enabled();

    /** How often the folders are looked at. */
    @WithDefault("1s")
    Duration every();

    /** How long a route that is replaced may take to end the exchanges that it has begun. */
    @WithDefault("30s")
    Duration timeout();
}
