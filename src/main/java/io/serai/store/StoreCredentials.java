package io.serai.store;

import io.quarkus.arc.Unremovable;
import io.quarkus.credentials.CredentialsProvider;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Who this process is to PostgreSQL; asked for each new connection, so that a password that changed in its file is followed. */
@Singleton
@Unremovable
@Named("serai-store")
class StoreCredentials implements CredentialsProvider {
    private final StoreConfig config;

    StoreCredentials(StoreConfig config) {
        this.config = config;
    }

    @Override
    public Map<String, String> getCredentials(String name) {
        Map<String, String> credentials = new HashMap<>();
        config.username().ifPresent(user -> credentials.put(USER_PROPERTY_NAME, user));
        config.passwordFile()
                .map(StoreCredentials::read)
                .or(config::password)
                .ifPresent(password -> credentials.put(PASSWORD_PROPERTY_NAME, password));
        return credentials;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StoreException("serai.store.password-file cannot be read: " + file, e);
        }
    }
}
