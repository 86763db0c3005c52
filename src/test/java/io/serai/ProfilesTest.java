package io.serai;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.config.yaml.runtime.YamlConfigBuilder;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.serai.sandbox.Rate;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What README promises of the two commands that begin everything: quarkus:dev, and the packaged program with the sandbox. */
class ProfilesTest {
    /** Of both Magentos, whose rate is the trickle; five others do a tenth of it each. */
    private static final double CHANGES_PER_TRICKLE = 2 + 5 * 0.1;
    /** What one change may cost one system: the customer, the order, their associations, the decision, and what is read after each. */
    private static final int CALLS_PER_CHANGE = 20;

    @Test
    void quarkusDevShowsAllSystemsOfTheSandbox() {
        SmallRyeConfig dev = quarkusDev();

        assertThat(dev.getValue("serai.sandbox.enabled", Boolean.class)).isTrue();
        for (String system : List.of(
                "magento-pl",
                "magento-de",
                "salesforce",
                "hubspot",
                "dynamics",
                "omnisend",
                "smartico",
                "shopify",
                "woocommerce",
                "bigcommerce"))
            assertThat(dev.getOptionalValue("serai.systems." + system + ".url", String.class))
                    .as(system)
                    .hasValueSatisfying(url -> assertThat(url).contains("/sandbox/" + system));
    }

    @Test
    void changesOfCrmsAreReadAndGoToTheShops() {
        SmallRyeConfig dev = quarkusDev();

        assertThat(dev.getValue("serai.on.salesforce-in", Boolean.class)).isTrue();
        assertThat(dev.getValue("serai.on.magento-updates", Boolean.class)).isTrue();
    }

    @Test
    void allSystemsChangeSoSlowlyThatTheirQuotasSuffice() {
        for (SmallRyeConfig each : List.of(quarkusDev(), settings("sandbox,all-systems"))) {
            double trickle = Rate.perSecond(each.getValue("serai.sandbox.trickle", String.class));

            assertThat(trickle).as("something happens by itself").isPositive();
            double calls = trickle * CHANGES_PER_TRICKLE * CALLS_PER_CHANGE;
            assertThat(calls).as("HubSpot allows 100 calls in 10 seconds").isLessThan(100 / 10.0);
            assertThat(calls).as("Omnisend allows 350 calls a minute").isLessThan(350 / 60.0);
        }
    }

    @Test
    void nothingOfTheSandboxIsThereWithoutItsProfile() {
        SmallRyeConfig prod = settings("prod");

        assertThat(prod.getValue("serai.store.kind", String.class)).isEqualTo("sqlite");
        assertThat(prod.getOptionalValue("serai.sandbox.enabled", Boolean.class).orElse(false))
                .isFalse();
        assertThat(prod.getOptionalValue("serai.systems.magento-pl.url", String.class))
                .isEmpty();
    }

    /** With the profiles that Quarkus makes of the parent, the first of which counts least. */
    private static SmallRyeConfig quarkusDev() {
        String parents = settings("dev").getValue("quarkus.config.profile.parent", String.class);
        return settings(parents + ",dev");
    }

    private static SmallRyeConfig settings(String profiles) {
        return new YamlConfigBuilder()
                .configBuilder(ConfigUtils.emptyConfigBuilder().withProfile(profiles))
                .build();
    }
}
