package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an order in the shop to the order in Salesforce, and what the runtime tells about the way. */
class FollowOneOrderIT {
    @TempDir
    static Path folder;

    static Site site;
    static Shop shop;

    @BeforeAll
    static void start() {
        site = Site.in(folder).withoutPolling().start();
        shop = site.shop();
        shop.guestOrder("warm-up@example.com", "Warm", "Up", "1");
        await("the first order").until(() -> contact("warm-up@example.com") != null);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void anOrderIsInSalesforceAndItsJourneyCanBeFollowed() {
        JsonNode customer = shop.register("anna@example.com", "Anna", "Berg");
        JsonNode order = shop.order(customer, "58.9");
        JsonNode arrived = await("the order")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> salesforceOrder(order), Objects::nonNull);
        assertThat(arrived.get("Total__c").decimalValue()).isEqualByComparingTo("58.9");
        assertThat(arrived.get("Currency__c").asText()).isEqualTo("EUR");
        JsonNode contact = contact("anna@example.com");
        assertThat(arrived.get("Contact__c")).isEqualTo(contact.get("Id"));
        assertThat(contact.get("LastName").asText()).isEqualTo("Berg");

        JsonNode delivered =
                await("the journey").until(() -> step(order, "orders-to-salesforce", "delivered"), Objects::nonNull);
        assertThat(delivered.get("target").asText()).isEqualTo("salesforce");
        assertThat(delivered.get("targetId")).isEqualTo(arrived.get("Id"));
        assertThat(delivered.get("record")).isEqualTo(arrived.get("Serai_Id__c"));
        assertThat(delivered.get("mapping").asText()).startsWith("salesforce-order@");
        JsonNode merged = step(order, "magento-orders", "completed");
        assertThat(merged.get("mapping").asText()).startsWith("magento-order@");
        assertThat(merged.get("revision").asText()).hasSizeGreaterThanOrEqualTo(8);
        assertThat(merged.get("record")).isEqualTo(delivered.get("record"));
        Journey journey = journey(order);
        assertThat(journey.json().get("channel").asText()).isEqualTo("webhook");
        assertThat(journey.json().get("system").asText()).isEqualTo("magento-pl");
        assertThat(tasks(order)).isEmpty();
    }

    @Test
    void aGuestsOrderBringsItsOwnContact() {
        JsonNode order = shop.guestOrder("greta@example.com", "Greta", "Holm", "20");
        JsonNode arrived = await("the order").until(() -> salesforceOrder(order), Objects::nonNull);
        JsonNode contact = contact("greta@example.com");
        assertThat(arrived.get("Contact__c")).isEqualTo(contact.get("Id"));
        assertThat(contact.get("FirstName").asText()).isEqualTo("Greta");
    }

    @Test
    void ordersOfCompaniesAndLargeOrdersOpenATask() {
        JsonNode business = shop.businessOrder(shop.register("boris@example.com", "Boris", "Kern"), "Kern GmbH", "30");
        JsonNode large = shop.order(shop.register("lena@example.com", "Lena", "Roth"), "1000");
        JsonNode small = shop.order(shop.register("sven@example.com", "Sven", "Dahl"), "999.99");
        await("the tasks").untilAsserted(() -> {
            assertThat(tasks(business)).hasSize(1);
            assertThat(tasks(large)).hasSize(1);
        });
        JsonNode task = tasks(business).get(0);
        JsonNode account = find("Account", "Name", "Kern GmbH");
        assertThat(task.get("WhatId")).isEqualTo(account.get("Id"));
        assertThat(task.get("WhoId")).isEqualTo(contact("boris@example.com").get("Id"));
        await("the small order").until(() -> salesforceOrder(small), Objects::nonNull);
        await("the router").until(() -> step(small, "order-router", "completed"), Objects::nonNull);
        assertThat(tasks(small)).isEmpty();
    }

    @Test
    void anOrderWaitsUntilItsCustomerIsThere() {
        pushTo("");
        JsonNode customer = shop.register("wanda@example.com", "Wanda", "Zeit");
        pushTo(site.runtime().http("/hooks/").toString() + "{system}");
        JsonNode order = shop.order(customer, "12");
        JsonNode parked =
                await("the order to wait").until(() -> step(order, "orders-to-salesforce", "parked"), Objects::nonNull);
        assertThat(parked.get("reason").asText()).isEqualTo("waiting-for-link");
        assertThat(parked.get("detail").asText()).contains("customer");
        assertThat(salesforceOrder(order)).isNull();

        shop.change(customer, "firstname", "Vanda");
        JsonNode arrived = await("the order").until(() -> salesforceOrder(order), Objects::nonNull);
        assertThat(arrived.get("Contact__c"))
                .isEqualTo(contact("wanda@example.com").get("Id"));
    }

    private static void pushTo(String url) {
        site.vendors().post("magento-pl/options", "{\"webhookUrl\":\"" + url + "\"}");
    }

    private static Journey journey(JsonNode order) {
        return Journey.of(
                site.runtime(), "magento.order", order.get("entity_id").asText());
    }

    private static JsonNode step(JsonNode order, String flow, String outcome) {
        Journey journey = journey(order);
        return journey == null ? null : journey.step(flow, outcome);
    }

    private static JsonNode contact(String email) {
        return find("Contact", "Email", email);
    }

    private static JsonNode salesforceOrder(JsonNode order) {
        return find(
                "Shop_Order__c", "Order_Number__c", order.get("increment_id").asText());
    }

    private static List<JsonNode> tasks(JsonNode order) {
        String subject = "Check order " + order.get("increment_id").asText();
        return site.vendors().salesforce("Task").stream()
                .filter(task -> task.path("Subject").asText().equals(subject))
                .toList();
    }

    private static JsonNode find(String object, String field, String value) {
        return site.vendors().find(object, field, value);
    }
}
