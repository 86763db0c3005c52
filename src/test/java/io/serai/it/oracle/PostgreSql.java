package io.serai.it.oracle;

import io.serai.it.RuntimeProcess;
import java.util.List;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The store in a database server, with the settings of production (it syncs). */
public record PostgreSql(Container server) implements Service {
    private static final String NAME = "serai";

    public static PostgreSql start() {
        PostgreSQLContainer postgres = new PostgreSQLContainer(Container.image("POSTGRES_IMAGE", "postgres:17-alpine"))
                .withDatabaseName(NAME)
                .withUsername(NAME)
                .withPassword("oracle");
        postgres.setCommand("postgres"); // else Testcontainers would have it not sync
        return new PostgreSql(Container.start(postgres, 5432, "database system is ready to accept connections"));
    }

    @Override
    public void configure(RuntimeProcess runtime) {
        runtime.set("serai.store.kind", "postgresql")
                .set("serai.store.url", "jdbc:postgresql://localhost:" + server.port() + "/" + NAME)
                .set("serai.store.username", NAME)
                .set("serai.store.password", "oracle");
    }

    @Override
    public List<Fault> faults(Replicas replicas) {
        return List.of(
                new Fault("database: killed and started again", () -> server.killAndStart(1_000)),
                new Fault("database: all sessions end", this::disconnect),
                new Fault("database: read only", this::readOnly));
    }

    private void readOnly() throws Exception {
        sql("ALTER DATABASE serai SET default_transaction_read_only = on");
        disconnect();
        Pause.millis(4_000);
        sql("ALTER DATABASE serai RESET default_transaction_read_only");
        disconnect();
    }

    private void disconnect() throws Exception {
        sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'serai' AND pid <> pg_backend_pid()");
    }

    /** As the administrator. */
    public void sql(String statement) throws Exception {
        server.run(
                "env",
                "PGOPTIONS=-c default_transaction_read_only=off",
                "psql",
                "-v",
                "ON_ERROR_STOP=1",
                "-U",
                NAME,
                "-d",
                NAME,
                "-qc",
                statement);
    }

    @Override
    public void close() {
        server.close();
    }
}
