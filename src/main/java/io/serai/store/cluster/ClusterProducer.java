package io.serai.store.cluster;

import io.serai.store.SqlStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Leases as the store needs them. */
@ApplicationScoped
class ClusterProducer {
    /** A name alone may be that of a process that ran before, or by mistake that of another one. */
    @Produces
    @Singleton
    Leases leases(SqlStore store, @ConfigProperty(name = "serai.instance") Optional<String> instance) {
        if (store.kind().equals("sqlite")) return new SoleLeases();
        return new SharedLeases(store, instance.orElseGet(ClusterProducer::host) + "#" + UUID.randomUUID());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }

    void close(@Disposes Leases leases) throws Exception {
        if (leases instanceof AutoCloseable shared) shared.close();
    }
}
