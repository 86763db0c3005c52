package io.serai.console;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of the management API. */
@ConfigMapping(prefix = "serai.console")
public interface ConsoleConfig {
    /** When set, every request needs it: {@code Authorization: Bearer <token>}. */
    Optional<String> token();

    /** The same in a file, which is followed when it changes. */
    Optional<Path> tokenFile();
}
