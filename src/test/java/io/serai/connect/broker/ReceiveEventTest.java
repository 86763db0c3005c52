package io.serai.connect.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiveEventTest {
    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void anEventIsReadyForTheJournalAndNoForeignHeaderIsLeft() {
        Exchange exchange = received(
                "{\"event\":\"user_created\",\"id\":7}".getBytes(UTF_8),
                Map.of("CamelSpringRabbitmqMessageId", "m-1", "CamelHttpPath", "/elsewhere", "x", "y"));

        assertThat(exchange.getMessage().getBody(JsonNode.class).path("id").asInt())
                .isEqualTo(7);
        assertThat(exchange.getMessage().getHeaders())
                .containsOnly(
                        Map.entry("SeraiSystem", "shop"),
                        Map.entry("SeraiKind", "shop"),
                        Map.entry("SeraiKey", "m-1"),
                        Map.entry("SeraiChannel", "broker"));
        assertThat(exchange.getProperty("SeraiRaw", String.class)).isEqualTo("{\"event\":\"user_created\",\"id\":7}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "[1]", "7", "{\"a\":1} {\"b\":2}", "{\"a\":"})
    void whatIsNoJsonObjectGoesOnAsUnreadableAndIsKeptAsItCame(String text) {
        Exchange exchange = received(text.getBytes(UTF_8), Map.of());

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage()
                        .getBody(JsonNode.class)
                        .path("unreadable")
                        .asText())
                .isEqualTo("not a JSON object in UTF-8");
        assertThat(exchange.getProperty("SeraiRaw", String.class)).isEqualTo(text);
    }

    @Test
    void aRecordOfKafkaIsKnownByItsPlaceAndACloudEventByItsId() {
        Map<String, Object> place = Map.of("kafka.TOPIC", "shop.events", "kafka.PARTITION", 3, "kafka.OFFSET", 42L);
        assertThat(key(received("{}".getBytes(UTF_8), place))).isEqualTo("shop.events/3/42");
        assertThat(key(received("{}".getBytes(UTF_8), Map.of("ce_id", "c-1", "kafka.OFFSET", 42L))))
                .isEqualTo("c-1");
        assertThat(key(received("{}".getBytes(UTF_8), Map.of())))
                .isNotEqualTo(key(received("{}".getBytes(UTF_8), Map.of())));
    }

    private static String key(Exchange exchange) {
        return exchange.getMessage().getHeader("SeraiKey", String.class);
    }

    private Exchange received(byte[] body, Map<String, Object> headers) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        headers.forEach(exchange.getMessage()::setHeader);
        exchange.getMessage().setHeader("SeraiSystem", "shop");
        exchange.getMessage().setHeader("SeraiKind", "shop");
        new ReceiveEvent().process(exchange);
        return exchange;
    }
}
