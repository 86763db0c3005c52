package io.serai.store;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Wires the store to Quarkus' data sources. */
@ApplicationScoped
class StoreProducer {
    @Produces
    @Singleton
    SqlStore store(AgroalDataSource writer, @DataSource("readers") AgroalDataSource readers) {
        return new SqlStore(writer, readers);
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    void close(@Disposes SqlStore store) {
        store.close();
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

    void close(@Disposes @Named("serai-after-commit") ExecutorService executor) {
        executor.shutdown();
    }
}
