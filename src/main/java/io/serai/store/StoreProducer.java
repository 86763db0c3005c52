package io.serai.store;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;

/** Opens the store: takes the file, migrates it, and only then lets anybody write. */
@ApplicationScoped
class StoreProducer {
    @Produces
    @Singleton
    SqliteFile file(@ConfigProperty(name = "serai.store.file") Path file) {
        return SqliteFile.hold(file);
    }

    void close(@Disposes SqliteFile file) {
        file.close();
    }

    /** The parameter {@code file} is not read, but must be held before anything is migrated. */
    @Produces
    @Singleton
    SqlStore store(
            SqliteFile file, Flyway flyway, AgroalDataSource writer, @DataSource("readers") AgroalDataSource readers) {
        flyway.migrate();
        return new SqlStore(writer, readers);
    }

    void close(@Disposes SqlStore store) {
        store.close();
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
