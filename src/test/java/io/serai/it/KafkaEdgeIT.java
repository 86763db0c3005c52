package io.serai.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.Needs;
import io.serai.message.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The flows of {@link BrokerEdgesIT} with a Kafka as the shop's broker: only the configuration is another one. */
@Tag("long")
class KafkaEdgeIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    static KafkaContainer kafka;
    static BrokerSite site;

    @BeforeAll
    static void start() {
        Needs.docker();
        String image = System.getenv().getOrDefault("KAFKA_IMAGE", "apache/kafka:4.1.0");
        kafka = new KafkaContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("apache/kafka"))
                .withStartupTimeout(Duration.ofMinutes(5));
        kafka.start();
        site = BrokerSite.in(folder, "")
                .system(
                        "shop-broker",
                        Map.of("kind", "kafka", "url", "kafka://" + kafka.getBootstrapServers(), "auth", "none"));
        site.runtime()
                .set("serai.custom-shop.edits", "shop.edits")
                .set("serai.on.crm-broker", "false")
                .start();
    }

    @AfterAll
    static void stop() {
        if (site != null) site.close();
        if (kafka != null) kafka.stop();
    }

    @Test
    void anEventOfAKafkaIsFetchedOnceAndReachesSalesforceThoughABadOneCameBefore() throws Exception {
        JsonNode user = site.user("kafka@example.com", "Kafka");
        publish("no JSON");
        publish("{\"event\":\"user_created\",\"id\":" + user.get("id") + "}");

        JsonNode contact =
                await("the contact").atMost(PATIENCE).until(() -> site.contact("kafka@example.com"), Objects::nonNull);
        assertThat(contact.get("LastName").asText()).isEqualTo("Kafka");
        assertThat(site.held("users", user).get("_reads").asInt()).isEqualTo(1);
        JsonNode letter = await("the letter").atMost(PATIENCE).until(() -> site.letter("null:null"), Objects::nonNull);
        assertThat(letter.get("reason").asText()).isEqualTo("not-valid");
    }

    @Test
    void whatMagentoChangedOfACompanyOfTheShopIsToldInTheShopsTopic() throws Exception {
        JsonNode business = site.business("Alt GmbH", "DE900000009");
        publish("{\"event\":\"business_created\",\"id\":" + business.get("id") + "}");
        await("the account").atMost(PATIENCE).until(() -> site.account("DE900000009"), Objects::nonNull);
        Shop magento = new Shop(site.vendors(), "magento-pl");
        String hooks = site.runtime().http("/hooks/").toString() + "{system}";
        site.vendors().post("magento-pl/options", "{\"webhookUrl\":\"" + hooks + "\"}");

        var order =
                Shop.order("m@example.com", "10").put("customer_firstname", "M").put("customer_lastname", "N");
        order.putObject("billing_address")
                .put("company", "Neu GmbH")
                .put("vat_id", "DE900000009")
                .put("country_id", "DE");
        magento.place(order);

        JsonNode told = told(business.get("id").asText());
        assertThat(told.get("event").asText()).isEqualTo("company_edited");
        assertThat(told.at("/business/name").asText()).isEqualTo("Neu GmbH");
        await("the edited business")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                site.held("businesses", business).get("name").asText())
                        .isEqualTo("Neu GmbH"));
    }

    private static void publish(String body) throws Exception {
        Map<String, Object> client = Map.of("bootstrap.servers", kafka.getBootstrapServers());
        try (var producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("shop.events", body.getBytes(UTF_8)))
                    .get(60, TimeUnit.SECONDS);
        }
    }

    /** The event in the topic of edits about this business. */
    private static JsonNode told(String id) {
        Map<String, Object> client = Map.of(
                "bootstrap.servers", kafka.getBootstrapServers(),
                "group.id", "test",
                "auto.offset.reset", "earliest");
        List<JsonNode> events = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("shop.edits"));
            await("company_edited").atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(500)).forEach(each -> events.add(Json.read(each.value())));
                return events.stream()
                        .anyMatch(event -> event.path("id").asText().equals(id));
            });
        }
        return events.stream()
                .filter(event -> event.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
