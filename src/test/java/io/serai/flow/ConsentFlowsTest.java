package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.bus.Backlog;
import io.serai.connect.Systems;
import io.serai.message.Json;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consent as it is shipped: between two Magentos, a custom shop and Salesforce. */
class ConsentFlowsTest {
    private static final String[] FILES = {
        "magento-customers.camel.yaml",
        "magento-consents.camel.yaml",
        "custom-shop-consents.camel.yaml",
        "customers-to-salesforce.camel.yaml",
        "consents-to-salesforce.camel.yaml",
        "consents-to-magento.camel.yaml"
    };
    private static final String EMAIL = "anna@example.com";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private SandboxServer vendors;
    private RunningFlows flows;

    @BeforeEach
    void start() throws Exception {
        vendors = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        Systems systems = SandboxSystems.of(vendors)
                .salesforce()
                .magento("magento-pl")
                .magento("magento-de")
                .with(
                        "custom-shop.kind",
                        "rest",
                        "custom-shop.url",
                        vendors.url("custom-shop"),
                        "custom-shop.auth",
                        "none")
                .systems();
        flows = new RunningFlows(folder, systems, Map.of(), FILES);
    }

    @AfterEach
    void stop() {
        flows.close();
        vendors.close();
    }

    @Test
    void aDecisionTravelsToAllWhoKnowThePersonAndTheSecondRefusalToo() {
        call("POST", "magento-de/options", "{\"silenceUnsubscribes\":true}"); // a Magento from before 2.4
        register("magento-pl", true);
        register("magento-de", false);
        tell("magento-pl");
        eventuallyIs(true, "magento-pl");
        tell("magento-de"); // false at first sight: perhaps nobody ever asked
        eventuallyIs(true, "magento-pl", "magento-de");
        echoes();
        assertThat(customer("magento-de").path("addresses")).hasSize(1);

        user(false, Instant.now());
        eventuallyIs(false, "magento-pl", "magento-de");
        echoes();

        subscribe("magento-de", true); // she, in the shop
        tell("magento-de");
        eventuallyIs(true, "magento-pl", "magento-de");
        echoes();

        subscribe("magento-pl", false);
        tell("magento-pl");
        eventuallyIs(false, "magento-pl", "magento-de");
        echoes();
        assertThat(customer("magento-de").path("addresses")).hasSize(1);
        assertThat(contacts()).hasSize(1);
        assertThat(contacts().get(0).path("LastName").asText()).isEqualTo("Berg");
    }

    @Test
    void aRefusalWaitsForTheContactAndMakesNone() {
        register("magento-pl", true);
        user(false, Instant.now());
        eventually(() -> assertThat(flows.bus().handled())
                .anyMatch(one -> "waiting-for-link".equals(one.item().outcome().reason())));
        assertThat(contacts()).isEmpty();
        tell("magento-pl"); // a yes that is older than the refusal; and who she is
        eventuallyIs(false, "magento-pl");
        assertThat(contacts()).hasSize(1);
        assertThat(contacts().get(0).path("LastName").asText()).isEqualTo("Berg");
    }

    /** Magento tells neither that the flag was changed nor when, so whoever only writes there would write over it. */
    @Test
    void aRefusalThatAShopDidNotTellYetIsNotOverwrittenByAnOlderYes() {
        register("magento-pl", true);
        register("magento-de", true);
        tell("magento-pl");
        eventuallyIs(true, "magento-pl");

        JsonNode before = customer("magento-pl").path("updated_at");
        subscribe("magento-pl", false);
        assertThat(customer("magento-pl").path("updated_at")).isEqualTo(before);
        user(true, Instant.now()); // was there all the time, so it is as old as the account
        tell("magento-de");

        eventuallyIs(false, "magento-pl", "magento-de");
        assertThat(consent().at("/emailMarketing/status").asText()).isEqualTo("no");
        echoes();
    }

    /** Magento can have an account of the same person for each of its websites; each has a newsletter of its own. */
    @Test
    void aRefusalReachesAllAccountsOfAPersonInOneShopAndAYesOnlyTheFirst() {
        register("magento-pl", true);
        register("magento-pl", true, 2);
        tell("magento-pl");
        eventuallyIs(true, "magento-pl");
        flows.bus().publish("magento.customer", "magento-pl", "2", customer("magento-pl", 2));
        eventually(() ->
                assertThat(flows.records().show("consent", "magento-pl", "2")).isPresent());
        settled();

        user(false, Instant.now());
        eventuallyIs(false, "magento-pl");
        assertThat(subscribed(2)).isFalse();

        user(true, Instant.now());
        eventuallyIs(true, "magento-pl");
        assertThat(subscribed(2)).isFalse();
        assertThat(consent().at("/emailMarketing/status").asText()).isEqualTo("yes");

        user(false, Instant.now());
        eventuallyIs(false, "magento-pl");
        assertThat(consent().at("/emailMarketing/status").asText()).isEqualTo("no");
    }

    private boolean subscribed(int id) {
        return customer("magento-pl", id)
                .at("/extension_attributes/is_subscribed")
                .asBoolean();
    }

    private JsonNode consent() {
        return flows.records().show("consent", "magento-pl", "1").orElseThrow().data();
    }

    private void register(String shop, boolean subscribed) {
        register(shop, subscribed, 1);
    }

    private void register(String shop, boolean subscribed, int website) {
        call(
                "POST",
                shop + "/rest/V1/customers",
                "{\"customer\":{\"website_id\":" + website + ",\"email\":\"" + EMAIL
                        + "\",\"firstname\":\"Anna\",\"lastname\":\"Berg\","
                        + "\"addresses\":[{\"country_id\":\"DE\",\"city\":\"Berlin\"}],\"extension_attributes\":{\"is_subscribed\":"
                        + subscribed + "}}}");
    }

    private void subscribe(String shop, boolean subscribed) {
        call(
                "PUT",
                shop + "/rest/V1/customers/1",
                "{\"customer\":{\"extension_attributes\":{\"is_subscribed\":" + subscribed + "}}}");
    }

    private JsonNode customer(String shop) {
        return customer(shop, 1);
    }

    private JsonNode customer(String shop, int id) {
        return call("GET", shop + "/rest/V1/customers/" + id, "");
    }

    /** The shop tells how the customer is now. */
    private void tell(String shop) {
        flows.bus().publish("magento.customer", shop, "1", customer(shop));
    }

    /** Both shops tell what was written there, which decides nothing. */
    private void echoes() {
        boolean before =
                customer("magento-pl").at("/extension_attributes/is_subscribed").asBoolean();
        tell("magento-pl");
        tell("magento-de");
        settled();
        eventuallyIs(before, "magento-pl", "magento-de");
    }

    private void user(boolean newsletter, Instant at) {
        flows.bus()
                .publish(
                        "custom-shop.user",
                        "custom-shop",
                        "7",
                        read("{\"id\":7,\"email\":\"" + EMAIL + "\",\"newsletter\":" + newsletter
                                + ",\"created_at\":\"2026-01-01T00:00:00Z\",\"updated_at\":\"" + at + "\"}"));
    }

    private JsonNode contacts() {
        return call("GET", "salesforce/Contact", "").path("records");
    }

    private void eventuallyIs(boolean subscribed, String... shops) {
        eventually(() -> {
            for (String shop : shops)
                assertThat(customer(shop)
                                .at("/extension_attributes/is_subscribed")
                                .asBoolean())
                        .as(shop)
                        .isEqualTo(subscribed);
            assertThat(contacts()).hasSize(1);
            assertThat(contacts().get(0).path("HasOptedOutOfEmail").asBoolean()).isNotEqualTo(subscribed);
        });
        settled();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }

    /** Everything that was published is handled, and nothing failed for good. */
    private void settled() {
        eventually(() -> assertThat(flows.bus().backlogs())
                .filteredOn(backlog -> !backlog.group().isEmpty())
                .allMatch(backlog -> backlog.waiting() == 0 && backlog.parked() == 0));
        assertThat(flows.bus().backlogs()).extracting(Backlog::dead).containsOnly(0L);
    }

    private JsonNode call(String method, String path, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(vendors.url(path)))
                    .header("Authorization", "Bearer sandbox-access-token")
                    .header("Content-Type", "application/json")
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                    .build();
            return read(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // asked again by who waits
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode read(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
