package io.serai;

import java.nio.file.Path;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** Servers that speak TLS, with the certificate that {@link TestCertificates} has issued by a name; the caller starts and stops them. */
public final class TlsContainers {
    private static final String RABBITMQ = """
            [{rabbit, [{tcp_listeners, []}, {ssl_listeners, [5671]},
              {ssl_options, [{cacertfile, "/tls/ca.pem"}, {certfile, "/tls/server.pem"}, {keyfile, "/tls/server.key"},
                             {verify, verify_peer}, {fail_if_no_peer_cert, true}]}]}].
            """;

    /** The server reads its key only if nobody else can. */
    private static final String POSTGRESQL = """
            cp /tls/server.key /tmp/server.key && chmod 600 /tmp/server.key && if [ "$(id -u)" = 0 ]; then chown postgres /tmp/server.key; fi
            exec docker-entrypoint.sh postgres -c fsync=off -c ssl=on -c ssl_cert_file=/tls/server.pem -c ssl_key_file=/tmp/server.key
            """;

    private static final String SECURITY = "org.apache.kafka.common.security.";
    /** Testcontainers' name of the listener for clients. */
    private static final String LISTENER = "KAFKA_LISTENER_NAME_PLAINTEXT_";

    private TlsContainers() {}

    /** By TLS only, and only with who shows a certificate of the same authority. */
    public static RabbitMQContainer rabbitMq(TestCertificates certificates, String name) {
        RabbitMQContainer rabbit = new RabbitMQContainer(image("RABBITMQ_IMAGE", "rabbitmq:4-management"))
                .withEnv("RABBITMQ_ADVANCED_CONFIG_FILE", "/tls/advanced.config")
                .withCopyToContainer(Transferable.of(RABBITMQ), "/tls/advanced.config")
                .withStartupTimeout(Duration.ofMinutes(5));
        return withKey(rabbit, certificates, name);
    }

    /** By TLS only, after a login as {@code serai} with {@code plain-secret}, or as a user of SCRAM-SHA-512. */
    public static KafkaContainer kafka(TestCertificates certificates, String name) {
        return new KafkaContainer(image("KAFKA_IMAGE", "apache/kafka:4.1.1"))
                .withEnv(
                        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                        "PLAINTEXT:SASL_SSL,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT")
                .withEnv("KAFKA_SSL_KEYSTORE_TYPE", "PEM")
                .withEnv("KAFKA_SSL_KEYSTORE_LOCATION", "/tls/broker.pem")
                .withEnv("KAFKA_SASL_ENABLED_MECHANISMS", "PLAIN,SCRAM-SHA-512")
                .withEnv(
                        LISTENER + "PLAIN_SASL_JAAS_CONFIG",
                        SECURITY + "plain.PlainLoginModule required user_serai=\"plain-secret\";")
                .withEnv(LISTENER + "SCRAM___SHA___512_SASL_JAAS_CONFIG", SECURITY + "scram.ScramLoginModule required;")
                .withCopyFileToContainer(readable(certificates.keyAndCertificate(name)), "/tls/broker.pem")
                .withStartupTimeout(Duration.ofMinutes(5));
    }

    /** With TLS for who asks for it. */
    public static PostgreSQLContainer postgresql(TestCertificates certificates, String name) {
        PostgreSQLContainer server = new PostgreSQLContainer(image("POSTGRES_IMAGE", "postgres:17"))
                .withStartupTimeout(Duration.ofMinutes(3));
        server.withCreateContainerCmdModifier(
                command -> command.withEntrypoint("sh", "-c", POSTGRESQL).withCmd());
        return withKey(server, certificates, name);
    }

    private static <C extends GenericContainer<?>> C withKey(C container, TestCertificates certificates, String name) {
        container.withCopyFileToContainer(readable(certificates.authority()), "/tls/ca.pem");
        container.withCopyFileToContainer(readable(certificates.certificate(name)), "/tls/server.pem");
        container.withCopyFileToContainer(readable(certificates.key(name)), "/tls/server.key");
        return container;
    }

    /** The image that the environment names, else the official one. */
    private static DockerImageName image(String variable, String official) {
        return DockerImageName.parse(System.getenv().getOrDefault(variable, official))
                .asCompatibleSubstituteFor(official.substring(0, official.lastIndexOf(':')));
    }

    private static MountableFile readable(Path file) {
        return MountableFile.forHostPath(file, 0644);
    }
}
