package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.Needs;
import io.serai.store.TestPostgresql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A migration may take longer than anything else may in PostgreSQL, and a replica that starts meanwhile waits for it. */
@Tag("long")
class SlowMigrationIT {
    /** A fraction of what the migration takes; the server's own default of it as well as the runtime's. */
    private static final String NO_TRANSACTION_IDLES = "idle_in_transaction_session_timeout=3000";

    private static final String ROUTE = """
            - route:
                id: greetings
                from:
                  uri: direct:greetings
                  steps:
                    - log: greeted
            """;

    private static final String ONE_TABLE_TAKES_ITS_TIME = """
            CREATE SCHEMA beside;
            CREATE FUNCTION beside.take_time() RETURNS event_trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity = 'public.lease') THEN
                PERFORM pg_sleep(10);
              END IF;
            END $$;
            CREATE EVENT TRIGGER slow ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION beside.take_time();
            """;

    @TempDir
    Path folder;

    @Test
    void itIsAppliedOnceAndBothReplicasStart() throws Exception {
        Needs.docker();
        try (PostgreSQLContainer server = TestPostgresql.container()) {
            server.setCommand("postgres", "-c", "fsync=off", "-c", NO_TRANSACTION_IDLES);
            server.start();
            try (Connection connection = connect(server);
                    Statement statement = connection.createStatement()) {
                statement.execute(ONE_TABLE_TAKES_ITS_TIME);
            }
            try (RuntimeProcess first = replica(server, "first");
                    RuntimeProcess second = replica(server, "second")) {
                first.launch();
                second.launch();
                first.awaitReady();
                second.awaitReady();
                assertThat(timesOfTheSlowOne(server)).isEqualTo(1);
                assertThat(List.of(first.output(), second.output()))
                        .allSatisfy(
                                output -> assertThat(output).contains("another replica are waited for without limit"));
            }
        }
    }

    private RuntimeProcess replica(PostgreSQLContainer server, String name) throws Exception {
        Path own = Files.createDirectory(folder.resolve(name));
        Path routes = Files.createDirectory(own.resolve("routes"));
        Files.writeString(routes.resolve("greetings.camel.yaml"), ROUTE);
        return new RuntimeProcess(own)
                .set("serai.routes", routes.toString())
                .set("serai.instance", name)
                .set("serai.store.kind", "postgresql")
                .set("serai.store.url", server.getJdbcUrl())
                .set("serai.store.username", server.getUsername())
                .set("serai.store.password", server.getPassword())
                .set("quarkus.datasource.postgresql.jdbc.new-connection-sql", "SET " + NO_TRANSACTION_IDLES)
                .set("quarkus.datasource.postgresql.jdbc.additional-jdbc-properties.socketTimeout", "5")
                .set("quarkus.log.category.\"io.serai.store\".level", "DEBUG");
    }

    private static int timesOfTheSlowOne(PostgreSQLContainer server) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT COUNT(*) FROM flyway_schema_history WHERE version = '6' AND success AND execution_time > 9000")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Connection connect(PostgreSQLContainer server) throws SQLException {
        return DriverManager.getConnection(server.getJdbcUrl(), server.getUsername(), server.getPassword());
    }
}
