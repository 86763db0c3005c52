package io.serai.connect.salesforce;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreSpi;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.function.Supplier;
import org.apache.camel.support.jsse.KeyStoreParameters;

/**
 * What camel-salesforce wants for JWT is a keystore; what people have is a key. A keystore of Java's own would ask for a
 * certificate that nobody reads.
 */
final class OneKeyStore extends KeyStoreParameters {
    private final Supplier<PrivateKey> key;

    OneKeyStore(Supplier<PrivateKey> key) {
        this.key = key;
        setPassword("none");
    }

    @Override
    public KeyStore createKeyStore() throws GeneralSecurityException, IOException {
        KeyStore store = new KeyStore(new Contents(key.get()), null, "one key") {};
        store.load(null);
        return store;
    }

    @Override
    public String toString() {
        return "OneKeyStore[***]";
    }

    private static final class Contents extends KeyStoreSpi {
        private static final String ALIAS = "key";

        private final PrivateKey key;

        Contents(PrivateKey key) {
            this.key = key;
        }

        @Override
        public Key engineGetKey(String alias, char[] password) {
            return ALIAS.equals(alias) ? key : null;
        }

        @Override
        public Enumeration<String> engineAliases() {
            return Collections.enumeration(Collections.singleton(ALIAS));
        }

        @Override
        public boolean engineContainsAlias(String alias) {
            return ALIAS.equals(alias);
        }

        @Override
        public boolean engineIsKeyEntry(String alias) {
            return ALIAS.equals(alias);
        }

        @Override
        public int engineSize() {
            return 1;
        }

        @Override
        public boolean engineIsCertificateEntry(String alias) {
            return false;
        }

        @Override
        public Certificate[] engineGetCertificateChain(String alias) {
            return null;
        }

        @Override
        public Certificate engineGetCertificate(String alias) {
            return null;
        }

        @Override
        public String engineGetCertificateAlias(Certificate certificate) {
            return null;
        }

        @Override
        public Date engineGetCreationDate(String alias) {
            return null;
        }

        @Override
        public void engineLoad(InputStream stream, char[] password) {
            // it has its key already
        }

        @Override
        public void engineSetKeyEntry(String alias, Key entry, char[] password, Certificate[] chain) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineSetKeyEntry(String alias, byte[] entry, Certificate[] chain) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineSetCertificateEntry(String alias, Certificate certificate) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineDeleteEntry(String alias) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineStore(OutputStream stream, char[] password) {
            throw new UnsupportedOperationException();
        }
    }
}
