package io.serai.bus;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.serai.bus.broker.Broker;
import io.serai.store.Store;
import io.serai.store.cluster.Leases;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Chooses the transport by {@code serai.bus.transport}: {@code embedded}, or the broker whose bean has that name. */
@Singleton
class TransportProducer {
    private final BusConfig config;
    private final Instance<Broker> brokers;

    TransportProducer(BusConfig config, @Any Instance<Broker> brokers) {
        this.config = config;
        this.brokers = brokers;
    }

    /** Before any flow starts, so that a mistyped name is told as such. */
    void check(@Observes @Priority(100) StartupEvent start) {
        List<String> known = Stream.concat(
                        Stream.of(EmbeddedTransport.NAME),
                        StreamSupport.stream(brokers.handles().spliterator(), false)
                                .map(handle -> handle.getBean().getName())
                                .sorted())
                .toList();
        if (!known.contains(config.transport()))
            throw new ConfigurationException("serai.bus.transport: there is no transport '" + config.transport()
                    + "'; expected one of " + String.join(", ", known));
    }

    @Produces
    @Singleton
    Transport transport(
            EmbeddedTransport embedded,
            Store store,
            Groups groups,
            Places places,
            Outbox outbox,
            Signals signals,
            DeadLetters dead,
            Pauses pauses,
            MeterRegistry meters,
            Leases leases) {
        if (config.transport().equals(EmbeddedTransport.NAME)) return embedded;
        Broker broker = brokers.select(NamedLiteral.of(config.transport())).get();
        ConnectionMeter connection = new ConnectionMeter(broker, config.transport(), meters);
        return new BrokerTransport(
                config.transport(),
                broker,
                store,
                groups,
                places,
                outbox,
                signals,
                dead,
                pauses,
                connection,
                () -> leases.take("bus/relay"),
                config.pollInterval());
    }
}
