package io.serai.console;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Settings of the management API. */
@ConfigMapping(prefix = "serai.console")
public interface ConsoleConfig {
    /** When set, every request needs it: {@code Authorization: Bearer <token>}. */
    Optional<String> token();
}
