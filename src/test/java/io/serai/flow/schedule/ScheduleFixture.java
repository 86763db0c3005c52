package io.serai.flow.schedule;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.message.Failure;
import io.serai.message.SystemDirectory;
import io.serai.message.SystemInfo;
import io.serai.store.SqlStore;
import io.serai.store.StoreTransaction;
import io.serai.store.TestStore;
import io.serai.store.cluster.Leases;
import io.serai.store.cluster.TestLeases;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.ProcessorEndpoint;

/** A Camel context with the schedule on a real store, two Magentos, and doubles of components that routes send to. */
final class ScheduleFixture implements AutoCloseable {
    final SqlStore store;
    final DefaultCamelContext context = new DefaultCamelContext();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Watermarks watermarks;
    private final Leases leases;
    private final ExecutorService afterwards = Executors.newFixedThreadPool(4);

    ScheduleFixture(Path folder) {
        this(
                folder,
                kind -> kind.equals("magento")
                        ? List.of(system("magento-de", kind), system("magento-pl", kind))
                        : List.of());
    }

    ScheduleFixture(Path folder, SystemDirectory systems) {
        store = TestStore.open(folder);
        watermarks = new Watermarks(store);
        leases = TestLeases.of(store);
        context.addComponent(
                "schedule",
                new ScheduleComponent(
                        watermarks,
                        leases,
                        systems,
                        failure -> new Failure(true, "coded", failure.getMessage(), null),
                        meters));
        context.getRegistry().bind("transaction", Policy.class, new StoreTransaction(store, afterwards, false));
        context.getCamelContextExtension().setErrorHandlerFactory(new org.apache.camel.builder.NoErrorHandlerBuilder());
        context.start();
    }

    private static SystemInfo system(String name, String kind) {
        return new SystemInfo(name, kind, "http://localhost");
    }

    /** A component to send to under any name. */
    void component(String scheme, Consumer<Exchange> receives) {
        context.addComponent(scheme, new DefaultComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String path, Map<String, Object> options) {
                options.clear();
                Processor processor = receives::accept;
                return new ProcessorEndpoint(uri, this, processor) {
                    @Override
                    public Producer createProducer() {
                        return new DefaultProducer(this) {
                            @Override
                            public void process(Exchange exchange) {
                                receives.accept(exchange);
                            }
                        };
                    }
                };
            }
        });
    }

    double runs(String schedule, String system, String result) {
        return meters.counter("serai_flow_schedule_runs", "schedule", schedule, "system", system, "result", result)
                .count();
    }

    @Override
    public void close() {
        context.stop();
        TestLeases.close(leases);
        store.close();
        afterwards.shutdown();
    }
}
