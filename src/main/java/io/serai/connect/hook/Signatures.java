package io.serai.connect.hook;

import io.serai.connect.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Standard Webhooks, version {@code v1}: base64 of HMAC-SHA256 over {@code id.timestamp.body}. Compared in constant time. While a
 * secret is changed, the old one is good, too. Thread-safe.
 */
final class Signatures {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String VERSION = "v1,";
    private static final int LENGTH = 44;
    private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(Signatures::mac);

    private final List<SecretKeySpec> keys;

    Signatures(List<Secret> secrets) {
        this.keys = secrets.stream()
                .map(secret -> new SecretKeySpec(secret.hookKey(), ALGORITHM))
                .toList();
    }

    /** @param header one or more signatures, separated by blanks */
    boolean valid(String header, String id, String timestamp, byte[] body) {
        for (SecretKeySpec key : keys) if (contains(header, sign(key, id, timestamp, body))) return true;
        return false;
    }

    private static boolean contains(String header, byte[] expected) {
        boolean found = false;
        for (int at = header.indexOf(VERSION); at >= 0; at = header.indexOf(VERSION, at + 1)) {
            if (at > 0 && header.charAt(at - 1) != ' ') continue;
            int end = header.indexOf(' ', at);
            String given = header.substring(at + VERSION.length(), end < 0 ? header.length() : end);
            found |= given.length() == LENGTH
                    && MessageDigest.isEqual(given.getBytes(StandardCharsets.ISO_8859_1), expected);
        }
        return found;
    }

    private static byte[] sign(SecretKeySpec key, String id, String timestamp, byte[] body) {
        Mac mac = MAC.get();
        try {
            mac.init(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        mac.update(id.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) '.');
        mac.update(timestamp.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) '.');
        return Base64.getEncoder().encode(mac.doFinal(body));
    }

    private static Mac mac() {
        try {
            return Mac.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
