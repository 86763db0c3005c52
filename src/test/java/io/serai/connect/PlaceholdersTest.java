package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.LoadablePropertiesSource;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
    private final AtomicInteger loaded = new AtomicInteger();

    @Test
    void aSettingIsFoundWithoutReadingTheWholeConfiguration() throws Exception {
        try (DefaultCamelContext context = context("serai.poll.every", "30s")) {
            assertThat(context.resolvePropertyPlaceholders("{{serai.poll.every}} {{serai.poll.every:1m}}"))
                    .isEqualTo("30s 30s");
            assertThat(loaded).hasValue(0);
        }
    }

    @Test
    void whatIsNotSetHasItsDefault() throws Exception {
        try (DefaultCamelContext context = context("serai.poll.every", "30s")) {
            assertThat(context.resolvePropertyPlaceholders("{{serai.poll.overlap:5m}}"))
                    .isEqualTo("5m");
        }
    }

    private DefaultCamelContext context(String name, String value) {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().addPropertiesSource(new Whole(value));
        context.getPropertiesComponent()
                .addPropertiesSource(new Placeholders(new SmallRyeConfigBuilder()
                        .withDefaultValue(name, value)
                        .build()));
        context.build();
        return context;
    }

    /** A source like that of Camel for the configuration, which is there already. */
    private final class Whole implements LoadablePropertiesSource {
        private final String value;

        Whole(String value) {
            this.value = value;
        }

        @Override
        public String getName() {
            return "whole";
        }

        @Override
        public String getProperty(String name) {
            return name.equals("serai.poll.every") ? value : null;
        }

        @Override
        public Properties loadProperties() {
            return loadProperties(name -> true);
        }

        @Override
        public Properties loadProperties(Predicate<String> filter) {
            loaded.incrementAndGet();
            return new Properties();
        }

        @Override
        public void reloadProperties(String location) {
            // nothing to read again
        }
    }
}
