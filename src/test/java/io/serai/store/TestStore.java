package io.serai.store;

import java.nio.file.Path;

/** A real store of a test, migrated, without Quarkus: SQLite, or PostgreSQL with {@code -Dserai.test.store=postgresql}. */
public final class TestStore {
    private TestStore() {}

    /** Opens the store that belongs to the folder; opening it again shows what a restarted process would see. */
    public static SqlStore open(Path folder) {
        return onPostgresql() ? TestPostgresql.open(folder) : TestSqlite.open(folder);
    }

    /** Whether stores of tests are PostgreSQL. */
    public static boolean onPostgresql() {
        return "postgresql".equals(System.getProperty("serai.test.store"));
    }

    /** As a second process would have it, where the database is for several; else the same one again. */
    public static SqlStore openBeside(SqlStore first, Path folder) {
        return onPostgresql() ? open(folder) : first;
    }
}
