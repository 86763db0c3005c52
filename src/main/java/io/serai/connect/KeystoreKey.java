package io.serai.connect;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The key in a keystore, which is read anew each time it is asked for: that is, for each login. While the file and its password do not
 * fit together, as one of them is replaced before the other, the last key is used. Thread-safe.
 */
final class KeystoreKey implements Supplier<PrivateKey> {
    private static final Logger LOG = Logger.getLogger(KeystoreKey.class);

    private final String file;
    private final Secret password;
    private PrivateKey key;

    /** @throws GeneralSecurityException when there is no key in it now */
    KeystoreKey(String file, Secret password) throws GeneralSecurityException {
        this.file = file;
        this.password = password;
        this.key = PrivateKeys.fromKeystore(file, password);
    }

    @Override
    public synchronized PrivateKey get() {
        try {
            key = PrivateKeys.fromKeystore(file, password);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            LOG.warnf("%s is no keystore with one RSA key that its password opens; the former key is used", file);
        }
        return key;
    }
}
