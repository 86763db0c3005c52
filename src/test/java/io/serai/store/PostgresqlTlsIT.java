package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.agroal.api.AgroalDataSource;
import io.serai.Needs;
import io.serai.TestCertificates;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.MountableFile;

/** The store on a PostgreSQL with TLS, by {@code sslmode=verify-full} in {@code serai.store.url}. */
class PostgresqlTlsIT {
    /** The server reads its key only if nobody else can. */
    private static final String START = """
            cp /tls/server.key /tmp/server.key && chmod 600 /tmp/server.key && if [ "$(id -u)" = 0 ]; then chown postgres /tmp/server.key; fi
            exec docker-entrypoint.sh postgres -c fsync=off -c ssl=on -c ssl_cert_file=/tls/server.pem -c ssl_key_file=/tmp/server.key
            """;

    @TempDir
    static Path folder;

    private static TestCertificates certificates;
    private static PostgreSQLContainer server;

    @BeforeAll
    static void start() {
        Needs.docker();
        certificates = new TestCertificates(folder)
                .issue("server", DockerClientFactory.instance().dockerHostIpAddress())
                .issue("elsewhere", "elsewhere.example");
        server = TestPostgresql.container();
        server.withCopyFileToContainer(readable(certificates.certificate("server")), "/tls/server.pem")
                .withCopyFileToContainer(readable(certificates.key("server")), "/tls/server.key")
                .withCreateContainerCmdModifier(
                        command -> command.withEntrypoint("sh", "-c", START).withCmd());
        server.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) server.stop();
    }

    private static MountableFile readable(Path file) {
        return MountableFile.forHostPath(file, 0644);
    }

    private static AgroalDataSource pool(String host, Path trusted) {
        String url = "jdbc:postgresql://" + host + ":" + server.getMappedPort(5432) + "/" + server.getDatabaseName()
                + "?sslmode=verify-full&sslrootcert=" + trusted;
        return TestPostgresql.pool(url, server.getUsername(), server.getPassword(), 2);
    }

    @Test
    void theStoreSpeaksTlsWithAServerThatItKnows() {
        try (AgroalDataSource pool = pool(server.getHost(), certificates.authority());
                SqlStore store = SqlStore.postgresql(pool, 1)) {
            assertThat(store.<Boolean>write(tx -> tx.first(
                                    "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
                                    row -> row.getBoolean(1))
                            .orElseThrow()))
                    .isTrue();
        }
    }

    @Test
    void aServerWhoseCertificateIsNotTrustedIsNotSpokenTo() {
        try (AgroalDataSource pool = pool(server.getHost(), certificates.certificate("elsewhere"))) {
            assertThatThrownBy(pool::getConnection)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("certification path");
        }
    }

    @Test
    void aServerThatIsNotWhoItShouldBeIsNotSpokenTo() {
        assumeTrue(server.getHost().equals("localhost"), "Docker is elsewhere: another name was not tried");
        String otherName = "127.0.0.1";
        try (AgroalDataSource pool = pool(otherName, certificates.authority())) {
            assertThatThrownBy(pool::getConnection)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining(otherName);
        }
    }
}
