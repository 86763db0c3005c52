package io.serai.connect;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.hook.HooksConfig;
import io.serai.connect.quota.Limiters;
import io.serai.store.cluster.Leases;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** Systems from options as a user writes them, without Quarkus. */
public final class TestSystems {
    private TestSystems() {}

    /** @param options pairs of a name below {@code serai.systems.} and its value */
    public static Systems of(String... options) {
        return new Systems(config("serai.systems.", options).getConfigMapping(SystemsConfig.class));
    }

    /** A Camel with these systems and the shipped kamelets, not started yet. */
    public static DefaultCamelContext camel(Systems systems) {
        systems.requireValid();
        DefaultCamelContext camel = new DefaultCamelContext();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        CallMeter meter = new CallMeter(registry);
        new SystemComponents(systems, meter, Limiters.alone(registry, meter)).configure(camel);
        camel.getRegistry().bind("oneAtATime", new OneAtATime(Leases.sole()));
        camel.getRegistry().bind("bodyOnly", new BodyOnly());
        camel.getComponent("kamelet", KameletComponent.class)
                .setLocation("file:" + Path.of("routes/kamelets").toAbsolutePath());
        return camel;
    }

    /** @param options pairs of a name below {@code serai.hooks.} and its value */
    public static HooksConfig hooks(String... options) {
        return config("serai.hooks.", options).getConfigMapping(HooksConfig.class);
    }

    public static VendorSystem salesforce(String url) {
        return of(
                        "salesforce.kind", "salesforce",
                        "salesforce.url", url,
                        "salesforce.auth", "client-credentials",
                        "salesforce.client-id", "client-1",
                        "salesforce.client-secret", "client-secret-1",
                        "salesforce.response-timeout", "PT2S")
                .find("salesforce")
                .orElseThrow();
    }

    private static SmallRyeConfig config(String prefix, String... options) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) properties.put(prefix + options[i], options[i + 1]);
        return new SmallRyeConfigBuilder()
                .withMapping(SystemsConfig.class)
                .withMapping(HooksConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build();
    }
}
