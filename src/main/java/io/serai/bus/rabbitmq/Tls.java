package io.serai.bus.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * TLS as it is configured. The broker's certificate and its host name are checked. Files are read at every connect, so that renewed
 * certificates need no restart.
 */
final class Tls {
    private static final String PREFIX = "serai.bus.rabbitmq.";

    private final Optional<Path> ca;
    private final Optional<Path> certificate;
    private final Optional<Path> key;

    private Tls(RabbitConfig config) {
        ca = config.tlsCaFile();
        certificate = config.tlsCertificateFile();
        key = config.tlsKeyFile();
    }

    /** @throws ConfigurationException when settings do not fit together, or a file does not hold what it should */
    static void apply(RabbitConfig config, ConnectionFactory client) {
        Tls tls = new Tls(config);
        if (!config.tls()) {
            if (Stream.of(tls.ca, tls.certificate, tls.key).anyMatch(Optional::isPresent))
                throw new ConfigurationException(
                        PREFIX + "tls-ca-file, tls-certificate-file and tls-key-file need " + PREFIX + "tls=true");
            return;
        }
        if (tls.certificate.isPresent() != tls.key.isPresent())
            throw new ConfigurationException(
                    PREFIX + "tls-certificate-file and tls-key-file belong together, and one of them is missing");
        tls.check();
        client.setSslContextFactory(connection -> tls.context());
        client.enableHostnameVerification();
    }

    private void check() {
        try {
            context();
        } catch (UncheckedIOException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    private SSLContext context() {
        try {
            if (ca.isEmpty() && certificate.isEmpty()) return SSLContext.getDefault();
            SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
            ca.ifPresent(file -> trust(builder, file));
            certificate.ifPresent(file -> show(builder, file, key.orElseThrow()));
            return ((JdkSslContext) builder.build()).context();
        } catch (SSLException e) {
            throw new UncheckedIOException(PREFIX + "tls: " + Connections.reason(e), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }

    private static void trust(SslContextBuilder builder, Path ca) {
        try {
            builder.trustManager(ca.toFile());
        } catch (IllegalArgumentException e) {
            throw wrong("tls-ca-file: expected certificates in PEM in " + ca, e);
        }
    }

    private static void show(SslContextBuilder builder, Path certificate, Path key) {
        try {
            builder.keyManager(certificate.toFile(), key.toFile());
        } catch (IllegalArgumentException e) {
            throw wrong(
                    "tls-certificate-file and tls-key-file: expected a certificate in PEM in " + certificate
                            + " and its key in PEM (PKCS#8, not encrypted) in " + key,
                    e);
        }
    }

    private static UncheckedIOException wrong(String what, IllegalArgumentException cause) {
        return new UncheckedIOException(PREFIX + what + ": " + Connections.reason(cause), new SSLException(cause));
    }
}
