package io.serai.it;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A keystore with an RSA key to log in with, and its public half as PEM. */
record LoginKey(Path keystore, String publicKey) {
    static final String PASSWORD = "changeit";

    static LoginKey in(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve("login.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "login",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=serai",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) throw new IllegalStateException("keytool: " + output);
        byte[] key = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray())
                .getCertificate("login")
                .getPublicKey()
                .getEncoded();
        return new LoginKey(
                file,
                "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PUBLIC KEY-----\n");
    }
}
