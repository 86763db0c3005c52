package io.serai.flow;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.bus.BusProcess;
import io.serai.bus.broker.Broker;
import io.serai.connect.BodyOnly;
import io.serai.connect.CallMeter;
import io.serai.connect.OneAtATime;
import io.serai.connect.SystemComponents;
import io.serai.connect.Systems;
import io.serai.connect.VendorFailures;
import io.serai.connect.quota.Limiters;
import io.serai.flow.schedule.FirstRun;
import io.serai.flow.schedule.ScheduleComponent;
import io.serai.flow.schedule.Watermarks;
import io.serai.hub.HubLinks;
import io.serai.hub.Records;
import io.serai.hub.TestHub;
import io.serai.journal.TestJournal;
import io.serai.mapping.MappingComponent;
import io.serai.mapping.Mappings;
import io.serai.message.Tracing;
import io.serai.store.cluster.Leases;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Shipped flows as a process would run them, on the store of a folder and with the shipped mappings and kamelets, without Quarkus. Closed and
 * made again it is the next process.
 */
public final class RunningFlows implements AutoCloseable {
    private static final Path MAPPINGS = Path.of("mappings");
    static final Path MODELS = MAPPINGS.resolve("model");
    /** Never changed, so read, checked and tested once. */
    private static final Mappings TABLES = Mappings.load(MAPPINGS);

    private final BusProcess bus;
    private final Path models;

    /**
     * @param settings placeholders of the routes
     * @param files names in the folder routes
     */
    public RunningFlows(Path folder, Systems systems, Map<String, String> settings, String... files) throws Exception {
        this(folder, systems, settings, camel -> {}, files);
    }

    /** @param first adds what the routes need beside */
    public RunningFlows(
            Path folder,
            Systems systems,
            Map<String, String> settings,
            Consumer<DefaultCamelContext> first,
            String... files)
            throws Exception {
        this(folder, null, systems, settings, Tracing.OFF, first, files);
    }

    /** @param broker that messages travel through; null for the embedded transport */
    RunningFlows(
            Path folder,
            Broker broker,
            Systems systems,
            Map<String, String> settings,
            Tracing tracing,
            Consumer<DefaultCamelContext> first,
            String... files)
            throws Exception {
        this(folder, broker, systems, settings, tracing, MODELS, first, files);
    }

    /** @param models folder of the models, where they are not the shipped ones */
    RunningFlows(
            Path folder,
            Broker broker,
            Systems systems,
            Map<String, String> settings,
            Tracing tracing,
            Path models,
            Consumer<DefaultCamelContext> first,
            String... files)
            throws Exception {
        systems.requireValid();
        this.models = models;
        bus = new BusProcess(folder, broker, new VendorFailures(systems), tracing);
        DefaultCamelContext camel = bus.camel();
        // What a test names runs, whatever the systems that it has are called.
        for (String system : List.of("magento", "salesforce"))
            camel.getPropertiesComponent().addOverrideProperty("serai.on." + system, "true");
        settings.forEach(camel.getPropertiesComponent()::addOverrideProperty);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        CallMeter meter = new CallMeter(registry);
        new SystemComponents(systems, meter, Limiters.alone(registry, meter)).configure(camel);
        camel.addComponent("hub", TestHub.component(bus.store(), models, bus.waiting()));
        MappingComponent mapping = new MappingComponent();
        mapping.setMappings(TABLES);
        mapping.setLinks(new HubLinks(bus.store()));
        camel.addComponent("mapping", mapping);
        camel.getRegistry().bind("systems", systems);
        camel.getRegistry().bind("oneAtATime", new OneAtATime(Leases.sole()));
        camel.getRegistry().bind("bodyOnly", new BodyOnly());
        camel.getRegistry().bind("idempotency", TestJournal.keys(bus.store()));
        camel.addComponent("journal", TestJournal.component(bus.store()));
        camel.addComponent(
                "schedule",
                new ScheduleComponent(
                        new Watermarks(bus.store()), Leases.sole(), systems, new VendorFailures(systems), registry));
        camel.getRegistry().bind("firstRun", new FirstRun(new Watermarks(bus.store())));
        camel.getComponent("kamelet", KameletComponent.class)
                .setLocation("file:" + Path.of("routes/kamelets").toAbsolutePath());
        first.accept(camel);
        for (String file : files)
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.resolveResource(
                            camel, "file:" + Path.of("routes", file).toAbsolutePath()));
        camel.start();
    }

    public BusProcess bus() {
        return bus;
    }

    public Records records() {
        return TestHub.records(bus.store(), models);
    }

    @Override
    public void close() {
        bus.close();
    }
}
