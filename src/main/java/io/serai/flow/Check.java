package io.serai.flow;

import io.serai.flow.check.FlowFolder;
import io.serai.flow.check.FlowParser;
import io.serai.flow.check.RouteCheck;
import io.serai.mapping.Mappings;
import io.serai.message.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.eclipse.microprofile.config.ConfigProvider;

/** What start-up would say about folders, without starting or connecting to anything. */
public final class Check {
    /** Beans of the runtime that routes may name: nothing is running that could be asked. */
    private static final Set<String> BEANS = Set.of(
            "bodyOnly",
            "brokerEvent",
            "firstRun",
            "idempotency",
            "oneAtATime",
            "reception",
            "salesforceBulkResults",
            "salesforceBulkUpload",
            "systems",
            "transaction",
            "verifyWebhook");

    private Check() {}

    /** All findings of routes, kamelets and mappings with their tests, sorted within each folder; the configuration is that of this process. */
    public static List<Finding> run(Path routes, Path mappings) {
        DefaultCamelContext context = new DefaultCamelContext();
        try {
            context.getPropertiesComponent().addPropertiesSource(new Configuration());
            context.build();
            return run(context, routes, mappings);
        } catch (IOException e) {
            return List.of(Finding.error(routes.toString(), 1, 1, "the folder cannot be read: " + e.getMessage()));
        } finally {
            context.stop();
        }
    }

    private static List<Finding> run(CamelContext context, Path routes, Path mappings) throws IOException {
        Mappings tables = Mappings.load(mappings);
        MappingContent content =
                new MappingContent(mappings, tables, new io.serai.hub.Models(mappings.resolve("model")));
        FlowParser parser = new FlowParser(context);
        List<Finding> findings = new ArrayList<>(content.reload());
        findings.addAll(new RouteCheck(context, BEANS::contains, () -> new TreeSet<>(content.names()))
                .check(parser.parse(new FlowFolder(routes).read().values())));
        return findings.stream().distinct().toList();
    }

    /** The settings of this process, for placeholders. */
    private static final class Configuration implements PropertiesSource {
        @Override
        public String getName() {
            return "configuration";
        }

        @Override
        public String getProperty(String name) {
            Optional<String> value = ConfigProvider.getConfig().getOptionalValue(name, String.class);
            return value.orElse(null);
        }
    }
}
