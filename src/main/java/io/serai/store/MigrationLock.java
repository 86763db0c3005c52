package io.serai.store;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.flyway.FlywayDataSource;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * A replica waits for another one's migrations as long as they take. How long a start may take at all is known to whoever started the
 * process, who ends it then; and the server frees the lock of a process that is gone, and within about a minute that of a machine that is
 * (by the keepalives that application.yaml sets for the connections of {@code migrations}).
 */
@Singleton
@FlywayDataSource("migrations")
class MigrationLock implements FlywayConfigurationCustomizer {
    private static final int UNLIMITED = -1;

    @Override
    public void customize(FluentConfiguration flyway) {
        flyway.lockRetryCount(UNLIMITED);
    }
}
