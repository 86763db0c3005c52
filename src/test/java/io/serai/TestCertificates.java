package io.serai;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An authority and the certificates that it signs, made by the JDK's keytool, as PEM files in a folder. */
public final class TestCertificates {
    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final Path keystore;

    /** Makes the authority. */
    public TestCertificates(Path folder) {
        this.folder = folder;
        this.keystore = folder.resolve("keystore.p12");
        keytool("ca", "CN=authority", "-ext", "bc:c");
    }

    /**
     * @param host what clients call who shows it
     * @return these certificates, with one of this name
     */
    public TestCertificates issue(String name, String host) {
        String kind = host.matches("[0-9.]+") ? "ip:" : "dns:";
        keytool(name, "CN=" + name, "-signer", "ca", "-ext", "san=" + kind + host);
        return this;
    }

    public Path authority() {
        return certificate("ca");
    }

    public Path certificate(String name) {
        return write(name + ".pem", certificatePem(name));
    }

    /** PKCS#8. */
    public Path key(String name) {
        return write(name + ".key", keyPem(name));
    }

    /** In one file, as Kafka wants it. */
    public Path keyAndCertificate(String name) {
        return write(name + ".all", keyPem(name) + certificatePem(name));
    }

    private String certificatePem(String name) {
        try {
            Certificate certificate = store().getCertificate(name);
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String keyPem(String name) {
        try {
            return pem(
                    "PRIVATE KEY", store().getKey(name, PASSWORD.toCharArray()).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore store() throws GeneralSecurityException {
        try {
            return KeyStore.getInstance(keystore.toFile(), PASSWORD.toCharArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + what
                + "-----\n";
    }

    private Path write(String file, String content) {
        try {
            return Files.writeString(folder.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keytool(String alias, String owner, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                owner,
                "-keyalg",
                "EC",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                keystore.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        try {
            Path log = folder.resolve("keytool.log");
            Process keytool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!keytool.waitFor(2, TimeUnit.MINUTES) || keytool.exitValue() != 0)
                throw new IllegalStateException("keytool failed: " + Files.readString(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
