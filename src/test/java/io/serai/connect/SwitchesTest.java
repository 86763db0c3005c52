package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwitchesTest {
    @ParameterizedTest
    @CsvSource({
        "serai.on.crm, true, a system of this name",
        "serai.on.shopify, true, a system of this kind",
        "serai.on.shopify-pl, true, the one of this kind by its name",
        "serai.on.woocommerce, false, neither",
        "serai.on.crm-in, true, a part of its flows",
        "serai.on.magento-carts, false, a part that a setting switches off",
        "serai.on.magento-returns, true, another part of the same kind's flows",
        "serai.on.erp, false, a system that a setting switches off",
        "serai.on.erp-in, false, a part of the flows of a system that is off",
        "serai.on.crm-broker, false, no part but the name of a system that is not there"
    })
    void aFlowIsOnWhenItsSystemIsThereAndNobodySwitchedItOff(String name, boolean on, String why) {
        Switches switches = new Switches(systems(), settings());

        assertThat(switches.getProperty(name)).as(why).isEqualTo(String.valueOf(on));
    }

    @ParameterizedTest
    @CsvSource({"serai.poll.every", "serai.one.crm"})
    void otherSettingsAreNotItsBusiness(String name) {
        assertThat(new Switches(systems(), settings()).getProperty(name)).isNull();
    }

    private static org.eclipse.microprofile.config.Config settings() {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(
                        Map.of("serai.on.magento-carts", "false", "serai.on.erp", "false"), "test", 100))
                .build();
    }

    private static Systems systems() {
        return TestSystems.of(
                "shopify-pl.kind", "shopify",
                "shopify-pl.url", "http://localhost",
                "shopify-pl.auth", "token",
                "shopify-pl.token", "t",
                "crm.kind", "rest",
                "crm.url", "http://localhost",
                "crm.auth", "none",
                "erp.kind", "rest",
                "erp.url", "http://localhost",
                "erp.auth", "none",
                "magento-pl.kind", "magento",
                "magento-pl.url", "http://localhost",
                "magento-pl.auth", "bearer",
                "magento-pl.token", "t");
    }
}
