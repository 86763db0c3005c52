package io.serai.console;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.serai.connect.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The token that guards the management API, as it is configured. */
final class Token {
    private Token() {}

    /** @throws ConfigurationException when it is given twice, or its file has none: never is the door open by mistake */
    static Optional<Secret> of(ConsoleConfig config) {
        if (config.tokenFile().isEmpty()) return config.token().map(Secret::new);
        if (config.token().isPresent())
            throw new ConfigurationException(
                    "serai.console.token and serai.console.token-file are both given; leave one out");
        return Optional.of(inFile(config.tokenFile().get()));
    }

    private static Secret inFile(Path file) {
        try {
            Secret token = Secret.inFile(file);
            if (token.reveal().isEmpty())
                throw new ConfigurationException("serai.console.token-file names an empty file: " + file);
            return token;
        } catch (IOException e) {
            throw new ConfigurationException("serai.console.token-file cannot be read: " + file, e);
        }
    }
}
