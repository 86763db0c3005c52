package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two targets take the same customers; while one is down the other gets all of them, and the first catches up after it. */
@Tag("long")
class OneTargetDownIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int CUSTOMERS = 150;

    @TempDir
    static Path folder;

    static Site site;

    @BeforeAll
    static void start() {
        Flows flows = Flows.copiedTo(folder);
        String mapping = flows.read("mappings/salesforce/salesforce-contact.mapping.yaml");
        flows.write(
                "mappings/salesforce/second-contact.mapping.yaml",
                mapping.replace("mapping: salesforce-contact", "mapping: second-contact")
                        .replace("system: salesforce", "system: salesforce-second"));
        String route = flows.read("routes/customers-to-salesforce.camel.yaml");
        flows.write(
                "routes/customers-to-second.camel.yaml",
                route.replace("id: customers-to-salesforce", "id: customers-to-second")
                        .replace("group: salesforce", "group: second")
                        .replace("target: salesforce", "target: salesforce-second")
                        .replace("mapping:salesforce-contact", "mapping:second-contact")
                        .replace(
                                "object: Contact\n              key:",
                                "object: Contact\n              system: salesforce-second\n              key:"));
        site = Site.in(folder)
                .withoutPolling()
                .set("serai.routes", flows.routes().toString())
                .set("serai.mappings", flows.mappings().toString())
                .set("serai.bus.retry.attempts", "2")
                .set("serai.bus.pause.max-delay", "2s")
                .set("serai.systems.salesforce-second.kind", "salesforce")
                .set("serai.systems.salesforce-second.auth", "client-credentials")
                .set("serai.systems.salesforce-second.client-id", "sandbox-client")
                .set("serai.systems.salesforce-second.client-secret", "sandbox-secret");
        site.set("serai.systems.salesforce-second.url", site.vendors().url() + "/sandbox/salesforce-second")
                .start();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void theOtherTargetGetsEverythingWhileOneIsDownAndThatOneCatchesUpWithoutDeadLetters() {
        site.vendors().post("salesforce/fail", "{\"rate\":1,\"status\":503}");
        site.vendors()
                .post(
                        "magento-pl/load",
                        "{\"customers\":" + CUSTOMERS
                                + ",\"orders\":0,\"changes\":0,\"seconds\":15,\"guests\":0,\"b2b\":0,\"seed\":11}");
        await("all customers at the target that is up")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(contacts("salesforce-second")).hasSize(CUSTOMERS));
        await("the pause")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(paused("salesforce")).isEqualTo(1));
        assertThat(contacts("salesforce")).isEmpty();
        assertThat(paused("second")).isZero();
        assertThat(group("salesforce").get("state").asText()).isEqualTo("paused");
        assertThat(site.runtime().ready()).as("a pause leaves it ready").isTrue();
        Cli bus = Cli.run(site.runtime(), "bus");
        assertThat(bus.output()).containsPattern("customer.changed +salesforce .*paused for ");
        assertThat(bus.exit()).isZero();

        site.vendors().delete("salesforce/fail");
        await("all customers at the target that was down")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(contacts("salesforce")).isEqualTo(contacts("salesforce-second")));
        await("the end of the pause")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(paused("salesforce")).isZero());
        assertThat(site.runtime().managementJson("/serai/dead").get("dead")).isEmpty();
        assertThat(site.runtime().output())
                .contains("Group salesforce of topic customer.changed pauses")
                .contains("Group salesforce of topic customer.changed resumes")
                .doesNotContain("Group second of topic customer.changed pauses");
    }

    private static Set<String> contacts(String system) {
        Set<String> emails = new TreeSet<>();
        site.vendors()
                .get(system + "/Contact?limit=1000000")
                .get("records")
                .forEach(row -> emails.add(row.path("Email").asText()));
        return emails;
    }

    private static double paused(String group) {
        return site.runtime().metrics("serai_bus_group_paused{group=\"" + group + "\"", "topic=\"customer.changed\"");
    }

    private static JsonNode group(String name) {
        for (JsonNode group : site.runtime().managementJson("/serai/bus").get("groups"))
            if (group.get("topic").asText().equals("customer.changed")
                    && group.get("group").asText().equals(name)) return group;
        throw new AssertionError("there is no group " + name);
    }
}
