package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runtime that lacks something ends at once, and says everything that it lacks in one message. */
class StartsOnlyWhenCompleteIT {
    private static final String MAGENTO = "serai.systems.shop.";
    private static final String SALESFORCE = "serai.systems.salesforce.";

    @TempDir
    Path folder;

    @Test
    void withoutSystemsItNamesTheSettingsThatAreMissing() {
        String told = refused(new RuntimeProcess(folder));
        assertThat(told)
                .contains("serai.systems.salesforce.url")
                .contains("serai.systems.<name>.kind=magento")
                .doesNotContain("SalesforceSession");
    }

    @Test
    void incompleteSystemsAreToldWithEverySettingAndNoSecret() {
        String told = refused(new RuntimeProcess(folder)
                .set(MAGENTO + "kind", "magento")
                .set(MAGENTO + "auth", "oauth1")
                .set(MAGENTO + "consumer-key", "key-of-shop")
                .set(MAGENTO + "consumer-secret", "secret-of-shop")
                .set(SALESFORCE + "kind", "salesforce")
                .set(SALESFORCE + "url", "https://login.example.com")
                .set(SALESFORCE + "auth", "jwt"));
        assertThat(told)
                .contains(MAGENTO + "url is missing")
                .contains(MAGENTO + "access-token is missing")
                .contains(MAGENTO + "access-token-secret is missing")
                .contains(SALESFORCE + "client-id is missing")
                .contains(SALESFORCE + "username is missing")
                .contains(SALESFORCE + "private-key is missing")
                .doesNotContain("secret-of-shop")
                .containsOnlyOnce("is not complete");
    }

    @Test
    void withItsSystemsAndWithoutTheProfileItRunsAndHasNoSandbox() {
        try (RuntimeProcess runtime = complete(folder).start()) {
            assertThat(RuntimeProcess.get(runtime.http("/sandbox/salesforce/stats"))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(RuntimeProcess.get(runtime.http("/sandbox/magento-pl/rest/V1/orders"))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(runtime.output()).doesNotContain("sandbox");
            assertASecondOneOnItsStoreIsRefused();
        }
    }

    private void assertASecondOneOnItsStoreIsRefused() {
        RuntimeProcess second = complete(folder).logTo("second.log");
        assertThat(refused(second))
                .contains("serai.store.file: " + folder.resolve("serai.db") + " is in use by another Serai process");
    }

    @Test
    void brokenFilesAreAllToldInOneMessage() {
        Flows flows = Flows.copiedTo(folder)
                .edit("routes/magento-products.camel.xml", "hub:merge", "hub:murge")
                .edit("routes/orders-to-salesforce.camel.yaml", "mapping:salesforce-order", "mapping:salesforce-odrer")
                .edit("mappings/salesforce/salesforce-contact.mapping.yaml", ".jobTitle", ".jobTitel");
        RuntimeProcess runtime = complete(folder)
                .set("serai.routes", flows.routes().toString())
                .set("serai.mappings", flows.mappings().toString());
        assertThat(refused(runtime))
                .containsOnlyOnce("Serai cannot start")
                .containsPattern("magento-products.camel.xml:8:\\d+: option 'verb': 'murge'")
                .containsPattern("orders-to-salesforce.camel.yaml:18:\\d+: unknown mapping 'salesforce-odrer'")
                .containsPattern("salesforce-contact.mapping.yaml:8:\\d+: unknown field of the model 'jobTitel'");
    }

    /** What it says before it ends. */
    private static String refused(RuntimeProcess runtime) {
        try (RuntimeProcess process = runtime.launch()) {
            assertThat(process.awaitEnd()).isEqualTo(1);
            assertThat(process.output()).doesNotContain("\tat ");
            return process.output();
        }
    }

    /** Of vendors that nobody is: nothing is connected before the first call. */
    private static RuntimeProcess complete(Path folder) {
        return new RuntimeProcess(folder)
                .set(MAGENTO + "kind", "magento")
                .set(MAGENTO + "url", "http://localhost:1")
                .set(MAGENTO + "auth", "bearer")
                .set(MAGENTO + "token", "token")
                .set(SALESFORCE + "kind", "salesforce")
                .set(SALESFORCE + "url", "http://localhost:1")
                .set(SALESFORCE + "auth", "client-credentials")
                .set(SALESFORCE + "client-id", "id")
                .set(SALESFORCE + "client-secret", "secret");
    }
}
