package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a running runtime when its files are edited: good changes take effect, bad ones leave all as it was. */
class SafeReloadIT {
    private static final String ORDERS = "routes/orders-to-salesforce.camel.yaml";
    private static final String CONTACT = "mappings/salesforce/salesforce-contact.mapping.yaml";
    private static final String CONTACT_TESTS = "mappings/salesforce/salesforce-contact.tests.yaml";

    @TempDir
    static Path folder;

    static Flows flows;
    static Site site;

    @BeforeAll
    static void start() {
        flows = Flows.copiedTo(folder);
        site = Site.in(folder)
                .withoutPolling()
                .set("serai.routes", flows.routes().toString())
                .set("serai.mappings", flows.mappings().toString())
                .set("serai.reload.every", "100ms")
                .start();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void aTypoInARouteKeepsTheOldRevisionAndItsFixTakesEffect() {
        String good = flows.read(ORDERS);
        String revision = revision();
        flows.edit(ORDERS, "hub:delivered", "hub:deliverd");
        JsonNode refused = reloaded(ORDERS, false);
        assertThat(refused.get("findings").get(0).asText())
                .matches(".*orders-to-salesforce.camel.yaml:\\d+:\\d+: .*'deliverd'.*did you mean 'delivered'.*");
        assertThat(flow().get("status").asText()).isEqualTo("Started");
        assertThat(flow().get("revision").asText()).isEqualTo(revision);
        assertThat(degraded()).isTrue();
        assertThat(degraded()).isTrue();
        assertThat(site.runtime().metrics("serai_flow_reload_total", "result=\"failed\""))
                .isPositive();
        assertThat(site.runtime().ready()).isTrue();
        assertThat(handledWith("old@example.com")).isEqualTo(revision);

        flows.write(ORDERS, good.replace("linger: 150ms", "linger: 140ms"));
        assertThat(reloaded(ORDERS, true).get("from").asText()).isEqualTo(revision);
        assertThat(degraded()).isFalse();
        assertThat(revision()).isNotEqualTo(revision);
        assertThat(handledWith("new@example.com")).isEqualTo(revision());
    }

    @Test
    void anEditedMappingTakesEffectOnTheNextChange() {
        Shop shop = site.shop();
        JsonNode customer = shop.register("paula@example.com", "Paula", "Nowak");
        assertThat(arrived("paula@example.com").hasNonNull("Department")).isFalse();
        flows.edit(CONTACT, "fields:\n", "fields:\n  Department: '\"Web\"'\n")
                .edit(CONTACT_TESTS, "  expect: {", "  expect: { Department: Web,")
                .edit(CONTACT_TESTS, "  expect:\n", "  expect:\n    Department: Web\n");
        reloaded(CONTACT, true);
        shop.change(customer, "firstname", "Paulina");
        await("the change").untilAsserted(() -> {
            JsonNode contact = arrived("paula@example.com");
            assertThat(contact.path("FirstName").asText()).isEqualTo("Paulina");
            assertThat(contact.path("Department").asText()).isEqualTo("Web");
        });
    }

    @Test
    void aMappingWhoseTestsFailIsNotTaken() {
        String good = flows.read(CONTACT);
        flows.edit(CONTACT, "from: .firstName,", "from: .lastName,");
        assertThat(reloaded(CONTACT, false).get("findings").toString()).contains("FirstName");
        site.shop().register("jana@example.com", "Jana", "Novak");
        assertThat(arrived("jana@example.com").path("FirstName").asText()).isEqualTo("Jana");
        flows.write(CONTACT, good);
        await("the fix").until(() -> !degraded());
    }

    private static JsonNode arrived(String email) {
        return await(email).until(() -> contact(email), Objects::nonNull);
    }

    private static JsonNode contact(String email) {
        return site.vendors().find("Contact", "Email", email);
    }

    /** The revision of the flow that delivered a new guest order. */
    private static String handledWith(String email) {
        JsonNode order = site.shop().guestOrder(email, "Anna", "Berg", "10");
        return await("the order of " + email)
                .until(() -> delivered(order.get("entity_id").asText()), Objects::nonNull)
                .get("revision")
                .asText();
    }

    private static JsonNode delivered(String order) {
        Journey journey = Journey.of(site.runtime(), "magento.order", order);
        return journey == null ? null : journey.step("orders-to-salesforce", "delivered");
    }

    private static boolean degraded() {
        return flows("degraded").asBoolean();
    }

    private static String revision() {
        return flow().get("revision").asText();
    }

    private static JsonNode flow() {
        return find(flows("flows"), "route", "orders-to-salesforce");
    }

    private static JsonNode reloaded(String file, boolean ok) {
        String name = Path.of(file).getFileName().toString();
        return await(name + (ok ? " taken" : " refused"))
                .until(
                        () -> find(flows("reloads"), "file", name),
                        reload -> reload != null && reload.get("ok").asBoolean() == ok);
    }

    private static JsonNode flows(String member) {
        return site.runtime().managementJson("/serai/flows").get(member);
    }

    private static JsonNode find(JsonNode all, String member, String end) {
        return StreamSupport.stream(all.spliterator(), false)
                .filter(one -> one.get(member).asText().endsWith(end))
                .findFirst()
                .orElse(null);
    }
}
