package io.serai.hub;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.message.FailureClassifier;
import io.serai.message.Finding;
import io.serai.message.Ids;
import io.serai.message.Waiting;
import io.serai.store.Store;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Wires the hub and binds its component under the scheme that routes use. */
@Singleton
class HubProducers {
    private static final Logger LOG = Logger.getLogger(HubProducers.class);

    @Produces
    @Singleton
    Models models(@ConfigProperty(name = "serai.mappings", defaultValue = "mappings") Path mappings) {
        Models models = new Models(mappings.resolve("model"));
        for (Finding finding : models.reload()) LOG.error(finding);
        return models;
    }

    @Produces
    @Singleton
    Kinds kinds(Config config) {
        Map<String, String> known = new ConcurrentHashMap<>();
        return system -> known.computeIfAbsent(
                system,
                name -> config.getOptionalValue("serai.systems." + name + ".kind", String.class)
                        .orElse(name));
    }

    @Produces
    @Singleton
    Hub hub(
            Store store,
            Models models,
            Kinds kinds,
            Ids ids,
            Clock clock,
            Waiting waiting,
            MeterRegistry registry,
            AuditTrail audit,
            FailureClassifier failures) {
        return new Hub(store, models, kinds, ids, clock, waiting, registry, audit, failures);
    }

    @Produces
    @Singleton
    @Named("hub")
    HubComponent component(Hub hub) {
        return new HubComponent(hub);
    }
}
