package io.serai.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.serai.bus.broker.Broker;

/** Counts how often the connection to the broker came back. */
class ConnectionMeter {
    private final Broker broker;
    private final Counter reconnects;
    private boolean was;
    private boolean ever;

    ConnectionMeter(Broker broker, String transport, MeterRegistry registry) {
        this.broker = broker;
        this.reconnects = Counter.builder("serai_bus_reconnects")
                .description("How often the connection to the broker came back")
                .tag("transport", transport)
                .register(registry);
    }

    /** Compares with the last look; of one thread. */
    void look() {
        boolean is = broker.connected();
        if (is && !was && ever) reconnects.increment();
        ever |= is;
        was = is;
    }
}
