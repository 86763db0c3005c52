package io.serai.store;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.arc.Unremovable;
import io.quarkus.flyway.FlywayDataSource;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/** Opens the store: checks its settings, migrates it, and only then lets anybody write. */
@ApplicationScoped
class StoreProducer {
    private static final Logger LOG = Logger.getLogger(StoreProducer.class);

    /** Of the one database that is in use; what belongs to the other one is inactive and may not be asked for. */
    @Produces
    @Singleton
    OpenStore open(
            StoreConfig config,
            InjectableInstance<AgroalDataSource> sqlite,
            @DataSource("readers") InjectableInstance<AgroalDataSource> readers,
            InjectableInstance<Flyway> sqliteMigrations,
            @DataSource("postgresql") InjectableInstance<AgroalDataSource> postgresql,
            @FlywayDataSource("migrations") InjectableInstance<Flyway> postgresqlMigrations) {
        if (config.kind().equals(Dialect.SQLITE.label())) {
            SqliteFile file = SqliteFile.hold(config.file());
            sqliteMigrations.get().migrate();
            return new OpenStore(SqlStore.sqlite(sqlite.get(), readers.get()), file);
        }
        check(config);
        migrate(postgresqlMigrations.get());
        int writers = Math.max(1, config.connections() * 3 / 5);
        return new OpenStore(SqlStore.postgresql(postgresql.get(), writers), null);
    }

    private static void migrate(Flyway migrations) {
        int retries = migrations.getConfiguration().getLockRetryCount();
        LOG.debugf(
                "Migrations of another replica are waited for %s", retries < 0 ? "without limit" : retries + " times");
        migrations.migrate();
    }

    private static void check(StoreConfig config) {
        if (!config.kind().equals(Dialect.POSTGRESQL.label()))
            throw new ConfigurationException(
                    "serai.store.kind is " + config.kind() + "; expected sqlite or postgresql");
        String url = config.url().orElse("");
        if (!url.startsWith("jdbc:postgresql://"))
            throw new ConfigurationException("serai.store.url is " + (url.isEmpty() ? "missing" : "not of PostgreSQL")
                    + "; serai.store.kind=postgresql needs jdbc:postgresql://host:port/database");
        if (url.contains("@") || url.contains("password="))
            throw new ConfigurationException("serai.store.url must not hold a user or password; expected"
                    + " jdbc:postgresql://host:port/database, and serai.store.username and password-file");
        if (config.connections() < 2)
            throw new ConfigurationException("serai.store.connections is " + config.connections()
                    + "; expected 2 or more: one to write and one to read");
        if (config.passwordFile().isPresent()
                && !Files.isReadable(config.passwordFile().get()))
            throw new ConfigurationException("serai.store.password-file cannot be read: "
                    + config.passwordFile().get());
    }

    void close(@Disposes OpenStore open) {
        open.close();
    }

    @Produces
    @Singleton
    SqlStore store(OpenStore open) {
        return open.store();
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    @Named("serai-after-commit")
    ExecutorService afterCommit() {
        return Executors.newFixedThreadPool(Math.max(4, Runtime.getRuntime().availableProcessors()), runnable -> {
            Thread thread = new Thread(runnable, "serai-after-commit");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Produces
    @Singleton
    @Unremovable
    @Named("transaction")
    StoreTransaction transaction(Store store, @Named("serai-after-commit") ExecutorService afterwards) {
        return new StoreTransaction(store, afterwards, false);
    }

    /** The transaction of flows for which a sender waits. */
    @Produces
    @Singleton
    @Unremovable
    @Named("reception")
    StoreTransaction reception(Store store, @Named("serai-after-commit") ExecutorService afterwards) {
        return new StoreTransaction(store, afterwards, true);
    }

    void close(@Disposes @Named("serai-after-commit") ExecutorService executor) {
        executor.shutdown();
    }
}
