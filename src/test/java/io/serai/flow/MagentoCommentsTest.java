package io.serai.flow;

import static io.serai.flow.MagentoSite.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Note;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a CRM makes of a case is told in the history of the order, once, and rings nowhere. */
class MagentoCommentsTest {
    @TempDir
    Path folder;

    private MagentoSite site;

    @BeforeEach
    void start() throws Exception {
        site = new MagentoSite(folder);
        site.listen("case.changed", "desk");
        site.listen("order.changed", "till");
        site.beside(() -> new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:test.link?group=link").to("hub:link?entity=case&system=salesforce");
                from("bus:test.case?group=cases")
                        .process(exchange -> {
                            Batch batch = Batches.current(exchange);
                            Batches.set(
                                    exchange,
                                    batch.withLive(batch.live().stream()
                                            .map(item -> item.note(Note.ENTITY, "case")
                                                    .note(
                                                            Note.EXTERNAL_ID,
                                                            item.message().subject()))
                                            .toList()));
                        })
                        .to("hub:merge")
                        .to("bus:case.changed");
            }
        });
        start("");
    }

    private void start(String since) throws Exception {
        site.start(
                Map.of(
                        "serai.magento.comments-since", since,
                        "serai.on.magento-returns", "true",
                        "serai.magento.returns.every", "50ms",
                        "serai.on.magento-comments", "true"),
                "magento-orders-poll.camel.yaml",
                "magento-orders.camel.yaml",
                "magento-returns.camel.yaml",
                "cases-to-magento.camel.yaml");
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void theCrmsStatusStandsInTheOrdersHistoryOnceAndTheShopsOwnDoesNot() {
        int order = site.order(site.customer("anna@example.com", false), "anna@example.com");
        eventually(
                () -> assertThat(site.record("order", Integer.toString(order))).isPresent());
        site.api(
                "POST",
                "returns",
                "{'rmaDataObject':{'order_id':" + order + ",'items':[{'order_item_id':1,'qty_requested':1}]}}");
        eventually(() -> assertThat(site.heard("desk")).hasSize(1));
        site.api("PUT", "returns/1", "{'rmaDataObject':{'status':'authorized'}}");
        eventually(() -> assertThat(site.heard("desk")).hasSize(2));
        site.settled();
        assertThat(history(order)).as("the shop said that itself").isEmpty();
        String record = site.heard("desk").get(0).path("record").asText();
        int orders = site.heard("till").size();

        publish(
                "test.link",
                "500x",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("entity", "case")
                        .put("record", record)
                        .put("externalId", "500x"));
        site.settled();
        publish("test.case", "500x", JsonNodeFactory.instance.objectNode().put("priority", "high"));
        eventually(() -> assertThat(site.heard("desk")).hasSize(3));
        site.settled();
        assertThat(history(order)).as("the status is still the shop's").isEmpty();

        publish("test.case", "500x", JsonNodeFactory.instance.objectNode().put("status", "escalated"));
        eventually(() -> assertThat(history(order)).hasSize(1));
        publish(
                "test.case",
                "500x",
                JsonNodeFactory.instance.objectNode().put("status", "resolved").put("closed", true));
        eventually(() -> assertThat(history(order)).hasSize(2));
        for (JsonNode change : site.heard("desk")) publish("case.changed", record, change); // a replay
        eventually(() -> assertThat(site.heard("desk")).hasSize(10));
        site.settled();

        assertThat(history(order)).hasSize(2);
        assertThat(history(order).get(0).path("comment").asText())
                .isEqualTo("Case 000000001: resolved (Return of order 000000001)");
        assertThat(history(order).get(0).path("is_customer_notified").asInt()).isZero();
        int known =
                site.order(1, "anna@example.com"); // whoever has read this one has read the commented one again, too
        eventually(
                () -> assertThat(site.record("order", Integer.toString(known))).isPresent());
        site.settled();
        assertThat(site.heard("till")).as("a comment is no news of the order").hasSize(orders + 1);
    }

    @Test
    void statusesOfAnOrganisationsOwnAreToldApartInAnyScript() {
        int order = site.order(site.customer("anna@example.com", false), "anna@example.com");
        eventually(
                () -> assertThat(site.record("order", Integer.toString(order))).isPresent());
        site.api(
                "POST",
                "returns",
                "{'rmaDataObject':{'order_id':" + order + ",'items':[{'order_item_id':1,'qty_requested':1}]}}");
        eventually(() -> assertThat(site.heard("desk")).hasSize(1));
        publish(
                "test.link",
                "500x",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("entity", "case")
                        .put("record", site.heard("desk").get(0).path("record").asText())
                        .put("externalId", "500x"));
        site.settled();

        for (String status : List.of("Очікує", "Закрито", "100 % & done", "100 / done")) {
            int before = history(order).size();
            publish("test.case", "500x", JsonNodeFactory.instance.objectNode().put("status", status));
            eventually(() -> assertThat(history(order)).hasSize(before + 1));
        }
    }

    @Test
    void whatACrmSaidBeforeCommentsBeganIsNone() throws Exception {
        start("2999-01-01T00:00:00Z");
        int order = site.order(site.customer("anna@example.com", false), "anna@example.com");
        eventually(
                () -> assertThat(site.record("order", Integer.toString(order))).isPresent());
        site.api(
                "POST",
                "returns",
                "{'rmaDataObject':{'order_id':" + order + ",'items':[{'order_item_id':1,'qty_requested':1}]}}");
        eventually(() -> assertThat(site.heard("desk")).hasSize(1));
        publish(
                "test.link",
                "500x",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("entity", "case")
                        .put("record", site.heard("desk").get(0).path("record").asText())
                        .put("externalId", "500x"));
        site.settled();

        publish("test.case", "500x", JsonNodeFactory.instance.objectNode().put("status", "escalated"));

        eventually(() -> assertThat(site.heard("desk")).hasSize(2));
        site.settled();
        assertThat(history(order)).isEmpty();
    }

    private void publish(String topic, String subject, JsonNode data) {
        site.flows().bus().publish(topic, "salesforce", subject, data);
    }

    private JsonNode history(int order) {
        return site.api("GET", "orders/" + order, "").path("status_histories");
    }
}
