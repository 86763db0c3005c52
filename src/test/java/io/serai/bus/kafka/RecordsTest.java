package io.serai.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.bus.broker.NotAnEvent;
import io.serai.message.Json;
import io.serai.message.Message;
import io.serai.message.Priority;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsTest {
    private static final Instant PUBLISHED = Instant.parse("2026-11-22T08:00:00Z");
    private static final Instant CHANGED = Instant.parse("2026-11-22T07:59:58.123Z");
    private static final JsonNode DATA = Json.read(bytes("{\"name\":\"Zażółć\",\"total\":10.10}"));

    @Test
    void anEventIsReadAsItWasWritten() throws Exception {
        Message message = new Message("01a", "order.changed", "magento-pl", "17", CHANGED, "00f", DATA);

        Map<String, String> headers = Records.headers(message);

        assertThat(headers)
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_type", "order.changed")
                .containsEntry("ce_time", "2026-11-22T07:59:58.123Z")
                .containsEntry("content-type", "application/json");
        assertThat(Records.read("order.changed", kafka(headers), Json.write(DATA), PUBLISHED))
                .isEqualTo(message);
    }

    @Test
    void whatIsAboutNothingHasNoSubject() throws Exception {
        Message message = new Message("01a", "order.changed", "magento-pl", null, CHANGED, "00f", DATA);

        Map<String, String> headers = Records.headers(message);

        assertThat(headers).doesNotContainKey("ce_subject");
        assertThat(Records.read("order.changed", kafka(headers), Json.write(DATA), PUBLISHED))
                .isEqualTo(message);
    }

    @Test
    void whatIsLessUrgentSaysSo() throws Exception {
        Message message = new Message("01a", "t", "magento-pl", "17", CHANGED, "c", DATA, Priority.BACKFILL);

        Map<String, String> headers = Records.headers(message);

        assertThat(headers).containsEntry("ce_priority", "backfill");
        assertThat(Records.read("t", kafka(headers), Json.write(DATA), PUBLISHED))
                .isEqualTo(message);
    }

    @Test
    void theKeyIsTheSubjectWhicheverSystemChangedIt() {
        assertThat(Records.key(new Message("01a", "t", "magento-pl", "17", CHANGED, "c", DATA)))
                .isEqualTo("17");
        assertThat(Records.key(new Message("01a", "t", "magento-pl", null, CHANGED, "c", DATA)))
                .isEqualTo("01a");
    }

    @Test
    void anEventWithoutOurExtensionIsTakenWithItsIdAsTheBeginningOfTheJourney() throws Exception {
        Headers headers = kafka(Map.of(
                "ce_specversion",
                "1.0",
                "ce_id",
                "e-1",
                "ce_source",
                "/shops/1",
                "ce_type",
                "com.example.order.created"));

        Message message = Records.read("orders", headers, Json.write(DATA), PUBLISHED);

        assertThat(message).isEqualTo(new Message("e-1", "orders", "/shops/1", null, PUBLISHED, "e-1", DATA));
    }

    @Test
    void aTimeOfAnotherZoneIsTheSameInstant() throws Exception {
        Headers headers = event();
        headers.add("ce_time", bytes("2026-11-22T08:59:58.123+01:00"));

        assertThat(Records.read("orders", headers, Json.write(DATA), PUBLISHED).time())
                .isEqualTo(CHANGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/cloudevents+json", "application/CloudEvents+json; charset=UTF-8"})
    void structuredEventsAreReadToo(String contentType) throws Exception {
        Headers headers = kafka(Map.of("content-type", contentType));
        byte[] event =
                bytes("{\"specversion\":\"1.0\",\"id\":\"e-1\",\"source\":\"crm\",\"type\":\"x\",\"subject\":\"9\","
                        + "\"time\":\"2026-11-22T07:59:58.123Z\",\"correlation\":\"c\",\"data\":" + Json.text(DATA)
                        + "}");

        assertThat(Records.read("orders", headers, event, PUBLISHED))
                .isEqualTo(new Message("e-1", "orders", "crm", "9", CHANGED, "c", DATA));
    }

    @Test
    void structuredEventsMayHaveTheirPayloadInBase64() throws Exception {
        Headers headers = kafka(Map.of("content-type", "application/cloudevents+json"));
        String payload = Base64.getEncoder().encodeToString(Json.write(DATA));
        byte[] event =
                bytes("{\"specversion\":\"1.0\",\"id\":\"e-1\",\"source\":\"crm\",\"type\":\"x\",\"data_base64\":\""
                        + payload + "\"}");

        assertThat(Records.read("orders", headers, event, PUBLISHED).data()).isEqualTo(DATA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "id", "source"})
    void withoutARequiredAttributeItIsNoEvent(String attribute) {
        Headers headers = event();
        headers.remove("ce_" + attribute);

        assertThatThrownBy(() -> Records.read("orders", headers, Json.write(DATA), PUBLISHED))
                .isInstanceOf(NotAnEvent.class)
                .hasMessageContaining("'" + attribute + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"secret\":", "plain secret"})
    void aPayloadThatIsNotJsonIsNotRepeatedInTheReason(String payload) {
        assertThatThrownBy(() -> Records.read("orders", event(), bytes(payload), PUBLISHED))
                .isInstanceOf(NotAnEvent.class)
                .hasMessage("the payload is not JSON");
    }

    @Test
    void anEventMayHaveNoPayload() throws Exception {
        assertThat(Records.read("orders", event(), null, PUBLISHED).data().isNull())
                .isTrue();
        assertThat(Records.read("orders", event(), new byte[0], PUBLISHED)
                        .data()
                        .isNull())
                .isTrue();
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        Headers headers = event();
        headers.add("ce_time", bytes("yesterday"));

        assertThatThrownBy(() -> Records.read("orders", headers, Json.write(DATA), PUBLISHED))
                .hasMessageContaining("RFC 3339");
    }

    @Test
    void whatIsNoEventKeepsItsTextAndHasTheSameIdEachTime() {
        Message remains =
                Records.remains("orders", "serai.orders-3@17", new RecordHeaders(), bytes("<order/>"), PUBLISHED);

        assertThat(remains.id()).isEqualTo("serai.orders-3@17");
        assertThat(remains.data().asText()).isEqualTo("<order/>");
        assertThat(remains.type()).isEqualTo("orders");
        assertThat(remains.source()).isEqualTo("unknown");
    }

    private static Headers event() {
        return kafka(Map.of("ce_specversion", "1.0", "ce_id", "e-1", "ce_source", "crm", "ce_type", "x"));
    }

    private static Headers kafka(Map<String, String> headers) {
        Headers kafka = new RecordHeaders();
        headers.forEach((name, value) -> kafka.add(name, bytes(value)));
        return kafka;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
