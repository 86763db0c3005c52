package io.serai.connect;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The key in a secret that may change; what is no key is told, and the last one is used. Thread-safe. */
final class PemKey implements Supplier<PrivateKey> {
    private static final Logger LOG = Logger.getLogger(PemKey.class);

    private final Secret pem;
    private String text;
    private PrivateKey key;

    /** @throws GeneralSecurityException when it is no key now */
    PemKey(Secret pem) throws GeneralSecurityException {
        this.pem = pem;
        this.text = pem.reveal();
        this.key = PrivateKeys.fromPem(text);
    }

    @Override
    public synchronized PrivateKey get() {
        String now = pem.reveal();
        if (now.equals(text)) return key;
        text = now;
        try {
            key = PrivateKeys.fromPem(now);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            LOG.error("A private key was replaced by what is not an RSA key in PEM; the former key is used");
        }
        return key;
    }
}
