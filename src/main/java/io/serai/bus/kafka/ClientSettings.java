package io.serai.bus.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;

/**
 * Kafka's own client settings as the operator's file has them at one time, and what is in the keystores that they name. Two are equal
 * when clients made with one would be as those made with the other.
 *
 * @param stores fingerprints of the files, by the names of the settings
 */
record ClientSettings(Map<String, Object> properties, Map<String, String> stores) {
    static final ClientSettings NONE = new ClientSettings(Map.of(), Map.of());

    /** @throws IllegalArgumentException as {@link ClientProperties#read}; a keystore that cannot be read is left to Kafka to tell */
    static ClientSettings read(Path file) {
        Map<String, Object> properties = Map.copyOf(ClientProperties.read(file));
        Map<String, String> stores = new HashMap<>();
        properties.forEach((name, value) -> {
            if (name.endsWith("store.location")) stores.put(name, fingerprint(value.toString()));
        });
        return new ClientSettings(properties, Map.copyOf(stores));
    }

    private static String fingerprint(String file) {
        try {
            byte[] content = Files.readAllBytes(Path.of(file));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (IOException | InvalidPathException e) {
            return "unreadable";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What a client is made with: these, and others where these say nothing. */
    Properties over(Map<?, ?> others) {
        Properties all = new Properties();
        all.putAll(others);
        all.putAll(properties);
        return all;
    }

    @Override
    public String toString() {
        return "ClientSettings" + properties.keySet();
    }
}
