package io.serai.connect;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collections;

/** Reads RSA keys from what people have: PEM as openssl writes it, or a keystore. */
final class PrivateKeys {
    /** SEQUENCE { INTEGER 0, SEQUENCE { OID rsaEncryption, NULL } }: what PKCS#8 puts before a PKCS#1 key. */
    private static final byte[] RSA_HEAD = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private PrivateKeys() {}

    static PrivateKey fromPem(String text) throws GeneralSecurityException {
        boolean pkcs1 = text.contains("-----BEGIN RSA PRIVATE KEY-----");
        byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs1 ? pkcs8(der) : der));
    }

    static PrivateKey fromKeystore(String file, Secret password) throws GeneralSecurityException {
        char[] chars = password.reveal().toCharArray();
        try {
            KeyStore store = KeyStore.getInstance(new File(file), chars);
            for (String alias : Collections.list(store.aliases()))
                if (store.getKey(alias, chars) instanceof RSAPrivateKey key) return key;
            throw new KeyStoreException("no RSA key");
        } catch (IOException e) {
            throw new KeyStoreException("cannot be read", e);
        }
    }

    private static byte[] pkcs8(byte[] pkcs1) {
        byte[] octets = tagged(0x04, pkcs1);
        byte[] inner = new byte[RSA_HEAD.length + octets.length];
        System.arraycopy(RSA_HEAD, 0, inner, 0, RSA_HEAD.length);
        System.arraycopy(octets, 0, inner, RSA_HEAD.length, octets.length);
        return tagged(0x30, inner);
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 4);
        out.write(tag);
        out.write(0x82); // the length has two bytes; keys of 512 bits and more are longer than 255 bytes
        out.write(content.length >> 8);
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }
}
