package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.agroal.api.AgroalDataSource;
import io.serai.Needs;
import io.serai.TestCertificates;
import io.serai.TlsContainers;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The store on a PostgreSQL with TLS, by {@code sslmode=verify-full} in {@code serai.store.url}. */
@Tag("jvm")
class PostgresqlTlsIT {
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
        server = TlsContainers.postgresql(certificates, "server");
        server.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) server.stop();
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
