package io.serai.connect;

import io.quarkus.arc.Unremovable;
import io.serai.connect.broker.KafkaSystemComponent;
import io.serai.connect.broker.RabbitSystemComponent;
import io.serai.connect.http.HttpSystem;
import io.serai.connect.http.HttpSystemComponent;
import io.serai.connect.quota.Limiters;
import io.serai.connect.salesforce.BulkResults;
import io.serai.connect.salesforce.BulkUpload;
import io.serai.connect.salesforce.SalesforceSystemComponent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.spi.CamelContextCustomizer;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Gives every system a Camel component of its name, before routes are loaded. Nothing connects until the first call.
 *
 * <p>For a system that is reached by HTTP, the {@link HttpClientConfigurer} is also in the registry under the system's name, for routes that use {@code
 * http:} with a URL of their own. Where no system is called {@code salesforce}, a route that uses it is told so at its start.
 */
@Singleton
@Unremovable
public class SystemComponents implements CamelContextCustomizer {
    private final Systems systems;
    private final CallMeter meter;
    private final Limiters limiters;

    @Inject
    public SystemComponents(Systems systems, CallMeter meter, Limiters limiters) {
        this.systems = systems;
        this.meter = meter;
        this.limiters = limiters;
    }

    @Override
    public void configure(CamelContext context) {
        Config settings = ConfigProvider.getConfig();
        context.getPropertiesComponent().addPropertiesSource(new Switches(systems, settings));
        context.getPropertiesComponent().addPropertiesSource(new Placeholders(settings));
        String salesforce = Kind.SALESFORCE.label();
        if (systems.find(salesforce).isEmpty()) context.addComponent(salesforce, new MissingSystem(salesforce));
        context.getRegistry().bind("salesforceBulkUpload", Processor.class, new BulkUpload());
        context.getRegistry().bind("salesforceBulkResults", Processor.class, new BulkResults());
        for (VendorSystem system : systems.all()) {
            switch (system.kind()) {
                case MAGENTO, SHOPIFY, WOOCOMMERCE, BIGCOMMERCE, HUBSPOT, DYNAMICS, OMNISEND, SMARTICO, REST -> {
                    HttpSystem client = new HttpSystem(system, meter, limiters.of(system));
                    context.getRegistry().bind(system.name(), HttpClientConfigurer.class, client);
                    context.addComponent(system.name(), new HttpSystemComponent(system, client));
                }
                case RABBITMQ -> context.addComponent(system.name(), new RabbitSystemComponent(system));
                case KAFKA -> context.addComponent(system.name(), new KafkaSystemComponent(system));
                case SALESFORCE ->
                    context.addComponent(
                            system.name(), new SalesforceSystemComponent(system, meter, limiters.of(system)));
            }
        }
    }
}
