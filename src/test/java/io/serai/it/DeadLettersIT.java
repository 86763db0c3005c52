package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a mapping refuses waits for a person, who mends the mapping and replays it. */
class DeadLettersIT {
    private static final String MAPPING = "mappings/magento/magento-order.mapping.yaml";
    private static final String CURRENCY = "from: .order_currency_code";

    @TempDir
    static Path folder;

    static Flows flows;
    static Site site;

    @BeforeAll
    static void start() {
        flows = Flows.copiedTo(folder);
        site = Site.in(folder)
                .withoutPolling()
                .set("serai.mappings", flows.mappings().toString())
                .set("serai.reload.every", "100ms")
                .start();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void aRefusedOrderTellsAllItsErrorsAndIsDeliveredByAReplayAfterTheMappingIsMended() {
        ObjectNode order = order(501, "EURX", 10, "2026-01-02 10:00:00").put("customer_email", "anna at example");
        ((ObjectNode) order.at("/items/0")).put("tax_percent", "a lot");
        send(order);
        JsonNode letter = dead("501");
        assertThat(letter.get("reason").asText()).isEqualTo("mapping-failed");
        assertThat(letter.get("flow").asText()).isEqualTo("magento-orders");
        assertThat(letter.get("detail").asText())
                .startsWith("magento-order: ")
                .contains("email: expected an e-mail address, got ***")
                .contains("currency: expected")
                .contains("got 'EURX'")
                .contains("lines[0].taxRate: expected")
                .doesNotContain("anna");
        assertThat(site.runtime().output()).doesNotContain("anna at example");

        flows.edit(
                        MAPPING,
                        "email:    .customer_email // $billing.email",
                        "email: { from: .customer_email, otherwise: absent }")
                .edit(MAPPING, "taxRate:   .tax_percent", "taxRate:   { from: .tax_percent, otherwise: absent }");
        mend("EURX");
        Cli replay = Cli.run(site.runtime(), "dead", "replay", "--reason", "mapping-failed");
        assertThat(replay.output()).isEqualTo("1 dead letter replayed.\n");
        assertThat(replay.exit()).isZero();
        assertThat(arrived("501").get("Total__c").decimalValue()).isEqualByComparingTo("10");
        assertThat(letters()).isEmpty();
        Cli again = Cli.run(site.runtime(), "dead", "replay", "--reason", "mapping-failed");
        assertThat(again.exit()).isEqualTo(1);
    }

    @Test
    void aReplayNeverOverwritesWhatIsNewer() {
        send(order(502, "EURY", 10, "2026-01-02 10:00:00"));
        JsonNode letter = dead("502");
        send(order(502, "EUR", 20, "2026-01-02 11:00:00"));
        assertThat(arrived("502").get("Total__c").decimalValue()).isEqualByComparingTo("20");

        mend("EURY");
        Cli replay =
                Cli.run(site.runtime(), "dead", "replay", letter.get("number").asText(), "--json");
        assertThat(Json.read(replay.output().getBytes(StandardCharsets.UTF_8))
                        .get("count")
                        .asInt())
                .isEqualTo(1);
        String path = "/serai/messages/" + letter.get("correlation").asText();
        await("the replay")
                .until(
                        () -> new Journey(site.runtime().managementJson(path)).step("magento-orders", "skipped-stale"),
                        Objects::nonNull);
        assertThat(arrived("502").get("Total__c").decimalValue()).isEqualByComparingTo("20");
        assertThat(arrived("502").get("_writes").asInt()).isEqualTo(1);
    }

    /** Has the mapping read a wrong currency as EUR. */
    private static void mend(String wrong) {
        double before = taken();
        flows.edit(MAPPING, CURRENCY, CURRENCY + " | if . == \"" + wrong + "\" then \"EUR\" else . end");
        await("the mended mapping").until(() -> taken() > before);
    }

    private static double taken() {
        return site.runtime().metrics("serai_flow_reload_total{kind=\"mapping\"", "result=\"ok\"");
    }

    private static JsonNode letters() {
        return site.runtime().managementJson("/serai/dead").get("dead");
    }

    private static JsonNode dead(String subject) {
        return await("the dead letter").until(() -> letter(subject), Objects::nonNull);
    }

    private static JsonNode letter(String subject) {
        for (JsonNode letter : letters()) if (letter.get("subject").asText().equals(subject)) return letter;
        return null;
    }

    private static JsonNode arrived(String number) {
        return await("the order")
                .until(() -> site.vendors().find("Shop_Order__c", "Order_Number__c", number), Objects::nonNull);
    }

    private static void send(ObjectNode order) {
        ObjectNode event = Json.MAPPER.createObjectNode().put("type", "order.updated");
        event.set("data", order);
        SignedHook hook = SignedHook.of(UUID.randomUUID().toString(), event.toString());
        assertThat(RuntimeProcess.send(hook.request(site.runtime().http("/hooks/magento-pl")))
                        .statusCode())
                .isEqualTo(202);
    }

    /** Of a deleted customer, so that it waits for none. */
    private static ObjectNode order(int id, String currency, int total, String changed) {
        return Shop.order("anna@example.com", String.valueOf(total))
                .put("entity_id", id)
                .put("increment_id", String.valueOf(id))
                .put("state", "new")
                .put("customer_is_guest", 0)
                .put("order_currency_code", currency)
                .put("grand_total", total)
                .put("created_at", "2026-01-02 10:00:00")
                .put("updated_at", changed);
    }
}
