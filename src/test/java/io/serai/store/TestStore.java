package io.serai.store;

import java.nio.file.Path;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** A real store of a test, migrated, without Quarkus: SQLite, or PostgreSQL with {@code -Dserai.test.store=postgresql}. */
public final class TestStore {
    private TestStore() {}

    /** Opens the store that belongs to the folder; opening it again shows what a restarted process would see. */
    public static SqlStore open(Path folder) {
        return onPostgresql() ? TestPostgresql.open(folder) : sqlite(folder);
    }

    /** Whether stores of tests are PostgreSQL. */
    public static boolean onPostgresql() {
        return "postgresql".equals(System.getProperty("serai.test.store"));
    }

    /** As a second process would have it, where the database is for several; else the same one again. */
    public static SqlStore openBeside(SqlStore first, Path folder) {
        return onPostgresql() ? open(folder) : first;
    }

    private static SqlStore sqlite(Path folder) {
        String url = "jdbc:sqlite:" + folder.resolve("serai.db");
        SQLiteDataSource writer = source(url, TransactionMode.IMMEDIATE);
        Flyway.configure()
                .dataSource(writer)
                .placeholders(Map.of("identity", "INTEGER PRIMARY KEY AUTOINCREMENT"))
                .load()
                .migrate();
        return SqlStore.sqlite(writer, source(url, TransactionMode.DEFERRED));
    }

    private static SQLiteDataSource source(String url, TransactionMode mode) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(mode);
        config.setBusyTimeout(10_000);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url);
        return source;
    }
}
