package io.serai.flow;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.serai.flow.check.FlowFolder;
import io.serai.flow.check.FlowParser;
import io.serai.flow.check.RouteCheck;
import io.serai.flow.schedule.ScheduleComponent;
import io.serai.hub.Models;
import io.serai.mapping.Mappings;
import io.serai.message.Finding;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Loads the flows when the store and the configuration of systems are ready, and follows their files until the end. */
@Singleton
class FlowRuntime {
    private final CamelContext context;
    private final FlowConfig config;
    private final boolean enabled;
    private final ReloadLog log;
    private final ContentReloader mappings;
    private final Reloader routes;
    private Watcher watcher;

    /** @param enabled false loads nothing: for commands that only look at files */
    @Inject
    FlowRuntime(
            CamelContext context,
            FlowConfig config,
            @ConfigProperty(name = "serai.flow.enabled", defaultValue = "true") boolean enabled,
            @ConfigProperty(name = "serai.routes", defaultValue = "routes") Path folder,
            @ConfigProperty(name = "serai.mappings", defaultValue = "mappings") Path tables,
            Mappings mappings,
            Models models,
            MeterRegistry meters) {
        CheckedContent content = new MappingContent(tables, mappings, models);
        RouteCheck check =
                new RouteCheck(context, name -> context.getRegistry().lookupByName(name) != null, content::names);
        this.context = context;
        this.config = config;
        this.enabled = enabled;
        this.log = new ReloadLog(meters);
        this.mappings = new ContentReloader(content, log);
        this.routes = new Reloader(
                new FlowFolder(folder), new FlowParser(context), check, new Deployer(context, config.timeout()), log);
    }

    @Produces
    @Singleton
    Flows flows() {
        return new Flows(context, routes, log);
    }

    /** After all that observe the start without a priority: what routes need is there then. */
    void start(@Observes @Priority(2_600) StartupEvent start) {
        if (!enabled) return;
        QuietErrors.set(context);
        ScheduleComponent schedules = context.getComponent("schedule", ScheduleComponent.class);
        schedules.hold();
        routes.start(tables());
        schedules.release();
        if (!config.enabled()) return;
        watcher = new Watcher(routes, List.of(mappings), config.every());
        watcher.start();
    }

    private List<Finding> tables() {
        try {
            return mappings.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop(@Observes ShutdownEvent stop) {
        if (watcher != null) watcher.close();
    }
}
