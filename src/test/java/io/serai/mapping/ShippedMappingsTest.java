package io.serai.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The tables that Serai ships: no finding, and every test beside them passes. */
class ShippedMappingsTest {
    @Test
    void everyShippedTableIsFreeOfFindingsAndPassesItsTests() {
        Mappings mappings = Mappings.load(Path.of("mappings"));

        assertThat(mappings.findings()).isEmpty();
        assertThat(mappings.plans())
                .extracting(Plan::name)
                .contains(
                        "magento-customer",
                        "magento-company",
                        "magento-order",
                        "magento-guest-customer",
                        "magento-product",
                        "salesforce-contact",
                        "salesforce-account",
                        "salesforce-order",
                        "salesforce-task",
                        "salesforce-product");
    }
}
