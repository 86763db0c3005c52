package io.serai.connect.hook;

import io.serai.connect.Derived;
import io.serai.connect.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;

/** HMAC-SHA256 with a system's secrets: while a secret is changed, the old one is good, too. Compares in constant time. Thread-safe. */
final class Hmac {
    private static final String ALGORITHM = "HmacSHA256";
    private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(Hmac::mac);

    private static final Logger LOG = Logger.getLogger(Hmac.class);

    private final Supplier<List<SecretKeySpec>> keys;

    private Hmac(Supplier<List<SecretKeySpec>> keys) {
        this.keys = keys;
    }

    /** The secrets' own bytes are the keys. */
    static Hmac of(List<Secret> secrets) {
        return with(secrets, secret -> secret.getBytes(StandardCharsets.UTF_8));
    }

    static Hmac with(List<Secret> secrets, Function<String, byte[]> key) {
        return new Hmac(new Derived<>(
                () -> secrets.stream()
                        .flatMap(secret -> secret.accepted().stream())
                        .toList(),
                texts -> texts.stream().flatMap(text -> key(text, key)).toList()));
    }

    /** Nothing is signed by a secret that was replaced by what is none. */
    private static Stream<SecretKeySpec> key(String secret, Function<String, byte[]> key) {
        try {
            return Stream.of(new SecretKeySpec(key.apply(secret), ALGORITHM));
        } catch (IllegalArgumentException e) {
            LOG.error("A secret of webhooks was replaced by one without base64 after whsec_; what it signs is refused");
            return Stream.empty();
        }
    }

    /**
     * Whether one of the keys gives one of these signatures.
     *
     * @param given as they were sent, written as {@code written} writes
     * @param parts what is signed, one after the other
     */
    boolean signs(List<String> given, Function<byte[], byte[]> written, byte[]... parts) {
        boolean found = false;
        for (SecretKeySpec key : keys.get()) {
            byte[] expected = written.apply(sign(key, parts));
            for (String one : given)
                found |= MessageDigest.isEqual(one.getBytes(StandardCharsets.ISO_8859_1), expected);
        }
        return found;
    }

    private static byte[] sign(SecretKeySpec key, byte[]... parts) {
        Mac mac = MAC.get();
        try {
            mac.init(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        for (byte[] part : parts) mac.update(part);
        return mac.doFinal();
    }

    private static Mac mac() {
        try {
            return Mac.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
