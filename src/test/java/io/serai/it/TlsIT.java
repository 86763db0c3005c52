package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop and Salesforce by HTTPS, whose certificate is trusted if the trust store of the process has it. */
class TlsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private Path keys;
    private Vendors vendors;
    private TlsDoor door;
    private RuntimeProcess runtime;

    @BeforeEach
    void vendorsByHttps() throws Exception {
        keys = TlsDoor.keys(folder);
        vendors = new Vendors(SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        door = TlsDoor.before(vendors, keys);
        runtime = new RuntimeProcess(folder).vendors(vendors.url());
        for (String system : new String[] {"magento-de", "salesforce"})
            runtime.set("serai.systems." + system + ".url", door.url() + "/sandbox/" + system);
    }

    @AfterEach
    void end() {
        runtime.close();
        door.close();
        vendors.close();
    }

    @Test
    void anOrderIsReadAndDeliveredByHttps() {
        runtime.set("javax.net.ssl.trustStore", keys.toString())
                .set("javax.net.ssl.trustStorePassword", TlsDoor.PASSWORD)
                .start();
        JsonNode order = new Shop(vendors, "magento-de").guestOrder("greta@example.com", "Greta", "Holm", "20");
        await("the order in Salesforce")
                .atMost(PATIENCE)
                .until(() -> vendors.find(
                                "Shop_Order__c",
                                "Order_Number__c",
                                order.get("increment_id").asText())
                        != null);
        assertThat(door.calls()).isPositive();
    }

    @Test
    void whoeverShowsACertificateThatNobodyTrustsIsToldNothing() {
        runtime.start();
        await("the refusal").atMost(PATIENCE).until(() -> runtime.output().contains("SunCertPathBuilderException"));
        assertThat(door.calls()).isZero();
        assertThat(runtime.ready()).isTrue();
    }
}
