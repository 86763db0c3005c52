package io.serai.it;

import static io.serai.it.BrokerSite.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.serai.Needs;
import io.serai.message.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;

/** A shop that tells ids on its own RabbitMQ, and a CRM that tells back: from broker to Salesforce and from broker to shop. */
class BrokerEdgesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    static RabbitMQContainer rabbit;
    static BrokerSite site;

    @BeforeAll
    static void start() throws Exception {
        Needs.docker();
        String image = System.getenv().getOrDefault("RABBITMQ_IMAGE", "rabbitmq:4-management");
        rabbit = new RabbitMQContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("rabbitmq"));
        rabbit.start();
        site = BrokerSite.in(folder, "amqp://guest:guest@" + rabbit.getHost() + ":" + rabbit.getAmqpPort());
        Map<String, String> broker = Map.of(
                "kind", "rabbitmq",
                "url", "amqp://" + rabbit.getHost() + ":" + rabbit.getAmqpPort(),
                "auth", "password",
                "username", "guest",
                "password", "guest");
        site.system("shop-broker", broker).system("crm-broker", broker);
        site.runtime().start();
        await("the queues").atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(waiting("serai.shop-events")).isZero();
            assertThat(waiting("serai.crm-events")).isZero();
        });
    }

    @AfterAll
    static void stop() {
        if (site != null) site.close();
        if (rabbit != null) rabbit.stop();
    }

    @Test
    void aContactWaitsForItsCompanyAndThePurchaseForBoth() {
        site.vendors().post("custom-shop/fail", "{\"status\":503,\"path\":\"api/businesses/\",\"times\":3}");
        JsonNode business = site.business("Kern GmbH", "DE900000001");
        JsonNode user = site.create(
                "users",
                object().put("email", "boris@example.com")
                        .put("last_name", "Kern")
                        .set("business_id", business.get("id")));
        JsonNode purchase = site.create("purchases", purchase(user));

        JsonNode contact = eventually("the contact").until(() -> site.contact("boris@example.com"), Objects::nonNull);
        JsonNode account = site.account("DE900000001");
        assertThat(contact.get("AccountId")).isEqualTo(account.get("Id"));
        assertThat(account.get("Name").asText()).isEqualTo("Kern GmbH");
        JsonNode order = eventually("the order")
                .until(
                        () -> site.vendors()
                                .find(
                                        "Shop_Order__c",
                                        "Order_Number__c",
                                        purchase.get("number").asText()),
                        Objects::nonNull);
        assertThat(order.get("Contact__c")).isEqualTo(contact.get("Id"));
        JsonNode waited =
                site.step("custom-shop.event", "user:" + user.get("id").asText(), "customers-to-salesforce", "parked");
        assertThat(waited.get("reason").asText()).isEqualTo("waiting-for-link");
    }

    @Test
    void whatWasFetchedIsNotFetchedAgainThoughSalesforceFails() {
        site.vendors().post("salesforce/fail", "{\"status\":503,\"path\":\"Contact\",\"times\":3}");
        JsonNode user = site.user("fetched-once@example.com", "Once");

        eventually("the contact").until(() -> site.contact("fetched-once@example.com"), Objects::nonNull);
        assertThat(site.step(
                        "custom-shop.event", "user:" + user.get("id").asText(), "customers-to-salesforce", "parked"))
                .isNotNull();
        assertThat(site.held("users", user).get("_reads").asInt()).isEqualTo(1);
    }

    @Test
    void anEventThatComesAgainIsNotFetchedAgain() throws Exception {
        JsonNode user = site.user("redelivered@example.com", "Again");
        String externalId = "user:" + user.get("id").asText();
        eventually("the contact").until(() -> site.contact("redelivered@example.com"), Objects::nonNull);
        int before = site.messages("custom-shop.event", externalId).size();
        String event = "{\"event\":\"user_updated\",\"id\":" + user.get("id") + "}";

        publish("shop.events", "user_updated", "message-1", event);
        publish("shop.events", "user_updated", "message-1", event);

        eventually("the event, once").untilAsserted(() -> {
            assertThat(site.runtime()
                            .metrics("serai_journal_received_total", "channel=\"broker\",result=\"duplicate\""))
                    .isEqualTo(1);
            assertThat(site.held("users", user).get("_reads").asInt()).isEqualTo(2);
        });
        assertThat(site.messages("custom-shop.event", externalId)).hasSize(before + 1);
    }

    @Test
    void aBadMessageIsADeadLetterAndHoldsNobodyBack() throws Exception {
        publish("shop.events", "user_updated", "bad-1", "no JSON \u0000 at all");
        publish("shop.events", "user_updated", "bad-2", "{\"event\":\"user_deleted\",\"id\":77}");
        publish("shop.events", "user_updated", "bad-3", "{\"event\":{\"a\":1},\"id\":{\"b\":2}}");
        publish("shop.events", "business_updated", "gone-1", "{\"event\":\"business_updated\",\"id\":987654}");
        JsonNode user = site.user("after-the-bad@example.com", "Good");

        eventually("the good one").until(() -> site.contact("after-the-bad@example.com"), Objects::nonNull);
        JsonNode unreadable = eventually("the letter").until(() -> site.letter("null:null"), Objects::nonNull);
        assertThat(unreadable.get("reason").asText()).isEqualTo("not-valid");
        assertThat(unreadable.get("detail").asText()).contains("(user|business|purchase)_(created|updated)");
        JsonNode unknown = eventually("the letter").until(() -> site.letter("user:77"), Objects::nonNull);
        assertThat(unknown.get("flow").asText()).isEqualTo("custom-shop-fetch");
        JsonNode gone = eventually("the letter").until(() -> site.letter("business:987654"), Objects::nonNull);
        assertThat(gone.get("reason").asText()).isEqualTo("http-404");
        eventually("the empty queue")
                .untilAsserted(() -> assertThat(waiting("serai.shop-events")).isZero());
        assertThat(site.held("users", user).get("_reads").asInt()).isEqualTo(1);
        JsonNode kept = site.messages("custom-shop.event", "null:null").get(0);
        byte[] raw = RuntimeProcess.get(site.runtime()
                        .management("/serai/messages/" + kept.get("id").asText() + "/raw"))
                .body();
        assertThat(new String(raw, StandardCharsets.UTF_8)).isEqualTo("no JSON \u0000 at all");
    }

    @Test
    void aCompanyThatWasEditedInTheCrmIsEditedInTheShopAndNothingComesBack() throws Exception {
        JsonNode business = site.business("Alt GmbH", "DE900000002");
        String id = business.get("id").asText();
        JsonNode account = eventually("the account").until(() -> site.account("DE900000002"), Objects::nonNull);
        eventually("its delivery")
                .until(
                        () -> site.step("custom-shop.event", "business:" + id, "companies-to-salesforce", "delivered"),
                        Objects::nonNull);
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("listener", false, false, true, Map.of());
            channel.queueBind("listener", "shop.events", "company_edited");

            site.edit(
                    account,
                    object().put("Name", "Neu GmbH").put("BillingCity", "Bonn").put("BillingCountry", "DE"));
            String accountId = account.get("Id").asText();
            publish(
                    "crm.events",
                    "company_edited",
                    "crm-1",
                    "{\"event\":\"company_edited\",\"id\":\"" + accountId + "\"}");

            eventually("the edited business").untilAsserted(() -> {
                JsonNode held = site.held("businesses", business);
                assertThat(held.get("name").asText()).isEqualTo("Neu GmbH");
                assertThat(held.at("/address/city").asText()).isEqualTo("Bonn");
                assertThat(held.get("vat_id").asText()).isEqualTo("DE900000002");
            });
            GetResponse told =
                    eventually("company_edited").until(() -> channel.basicGet("listener", true), Objects::nonNull);
            JsonNode event = Json.read(told.getBody());
            assertThat(event.get("event").asText()).isEqualTo("company_edited");
            assertThat(event.get("id").asText()).isEqualTo(id);
            assertThat(event.at("/business/name").asText()).isEqualTo("Neu GmbH");
            assertThat(told.getProps().getContentType()).isEqualTo("application/json");
            assertThat(
                            told.getProps().getHeaders() == null
                                    ? Map.of()
                                    : told.getProps().getHeaders())
                    .isEmpty();

            eventually("the shop's own event of it")
                    .until(
                            () -> site.step(
                                    "custom-shop.event",
                                    "business:" + id,
                                    "custom-shop-businesses",
                                    "skipped-unchanged"),
                            Objects::nonNull);
            assertThat(site.held("businesses", business).get("_writes").asInt()).isEqualTo(1);
            assertThat(site.account("DE900000002").get("_writes").asInt()).isEqualTo(2); // ours, and the person's
            assertThat(channel.basicGet("listener", true)).isNull();
        }

        site.update("businesses", business, object().put("name", "Neuer GmbH"));
        eventually("the shop's own edit")
                .untilAsserted(
                        () -> assertThat(site.account("DE900000002").get("Name").asText())
                                .isEqualTo("Neuer GmbH"));
        assertThat(site.held("businesses", business).get("_writes").asInt()).isEqualTo(2); // Serai's, and the shop's
    }

    @Test
    void aBrokerThatWasAwayIsConnectedAgain() throws Exception {
        rabbit.execInContainer("rabbitmqctl", "stop_app");
        JsonNode user = site.user("meanwhile@example.com", "Meanwhile");
        rabbit.execInContainer("rabbitmqctl", "start_app");

        eventually("the contact").until(() -> site.contact("meanwhile@example.com"), Objects::nonNull);
        assertThat(site.messages("custom-shop.event", "user:" + user.get("id").asText()))
                .hasSize(1);
    }

    private static ConditionFactory eventually(String what) {
        return await(what).atMost(PATIENCE);
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode purchase(JsonNode user) {
        var purchase = object().put("currency", "EUR");
        purchase.set("user_id", user.get("id"));
        purchase.putArray("lines")
                .addObject()
                .put("sku", "MUG-1")
                .put("title", "Mug")
                .put("quantity", 1);
        purchase.putObject("totals").put("gross", 12.9);
        return purchase;
    }

    private static Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(rabbit.getHost());
        factory.setPort(rabbit.getAmqpPort());
        return factory.newConnection("test");
    }

    private static void publish(String exchange, String key, String messageId, String body) throws Exception {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.basicPublish(
                    exchange,
                    key,
                    new AMQP.BasicProperties.Builder().messageId(messageId).build(),
                    body.getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(Duration.ofSeconds(30).toMillis());
        }
    }

    private static int waiting(String queue) throws Exception {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            return channel.queueDeclarePassive(queue).getMessageCount();
        } catch (IOException e) {
            throw new IllegalStateException(queue, e);
        }
    }
}
