package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class SecretExpiryTest {
    @Test
    void theDayThatIsConfiguredIsAMetricOfTheSystem() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        SystemsConfig config = new SmallRyeConfigBuilder()
                .withMapping(SystemsConfig.class)
                .withDefaultValue("serai.systems.crm.secret-expires", "2027-01-31")
                .withDefaultValue("serai.systems.shop.kind", "magento")
                .build()
                .getConfigMapping(SystemsConfig.class);

        SecretExpiry.watch(config, registry);

        assertThat(registry.getMeters()).hasSize(1);
        assertThat(registry.get("serai_connect_secret_expires_timestamp_seconds")
                        .tag("system", "crm")
                        .gauge()
                        .value())
                .isEqualTo(1_801_353_600);
    }

    @Test
    void whatIsNoDayIsAProblemOfTheConfiguration() {
        Systems systems = TestSystems.of(
                "shop.kind", "rest",
                "shop.url", "https://shop.example.com",
                "shop.auth", "none",
                "shop.secret-expires", "soon");
        assertThat(systems.problems())
                .containsExactly("serai.systems.shop.secret-expires is not a day such as 2027-01-31");
    }
}
