package io.serai.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** Each folder of a test has a file of its own, copied from a migrated one. */
final class TestSqlite {
    private static final TestSqlite ONLY = new TestSqlite();

    private final TestPools pools = new TestPools();
    private Path template;

    private TestSqlite() {}

    static SqlStore open(Path folder) {
        return ONLY.openIn(folder);
    }

    private SqlStore openIn(Path folder) {
        Path file = folder.resolve("serai.db");
        try {
            copyTo(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AgroalDataSource writer = pool(file, "&transaction_mode=IMMEDIATE", 1);
        AgroalDataSource readers = pool(file, "", 8);
        return pools.add(SqlStore.sqlite(writer, readers), writer, readers);
    }

    private synchronized void copyTo(Path file) throws IOException {
        if (Files.exists(file)) return;
        if (template == null) template = migrated();
        Files.copy(template, file);
    }

    private static Path migrated() throws IOException {
        Path file = Files.createTempFile("migrated", ".db");
        file.toFile().deleteOnExit();
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + file, null, null)
                .placeholders(Map.of("identity", "INTEGER PRIMARY KEY AUTOINCREMENT"))
                .load()
                .migrate();
        return file;
    }

    /** As Quarkus makes it from the runtime's configuration; but a test need not survive the end of the power. */
    private static AgroalDataSource pool(Path file, String options, int size) {
        String url = "jdbc:sqlite:" + file + "?journal_mode=WAL&synchronous=OFF&busy_timeout=10000" + options;
        try {
            return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(size)
                            .acquisitionTimeout(Duration.ofSeconds(60))
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url))));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
