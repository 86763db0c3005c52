package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.sandbox.Web.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmarticoTest {
    private static final String PATH = "api/external/events/v2";
    private static SandboxServer server;
    private static Web api;

    @BeforeAll
    static void start() {
        server = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        api = Web.of(server, "smartico").as("sandbox-smartico-key");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void reset() {
        api.reset();
    }

    @Test
    void whatBecameOfEachEventIsToldInsideOfA200() {
        api.post("users", "{\"only\":[\"1\"]}");
        Answer answer = api.post(
                PATH,
                "[" + event("e1", "1", "{}") + "," + event("e1", "1", "{}") + "," + event("e2", "2", "{}") + ","
                        + event("e3", "1", "{}").replace("sandbox", "other") + "]");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("err_code").asInt()).isZero();
        JsonNode errors = answer.json().path("event_errors");
        assertThat(errors.at("/e1/0/error_code").asInt()).isEqualTo(20056);
        assertThat(errors.at("/e2/0/error_code").asInt()).isEqualTo(10001);
        assertThat(errors.at("/e3/0/error_code").asInt()).isEqualTo(125);
        assertThat(api.get("events").json()).hasSize(1);
    }

    @Test
    void aWrongKeyIsA200Too() {
        Answer answer = api.as("Bearer sandbox-smartico-key").post(PATH, "[]");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("err_code").asInt()).isEqualTo(10000);
        assertThat(api.post(PATH, "{}").status()).isEqualTo(400);
    }

    @Test
    void listsGrowAndShrinkAndOtherPropertiesAreReplaced() {
        api.post(PATH, "[" + event("e1", "1", "{\"core_external_markers\":[\"RISK_A\"],\"city\":\"Ulm\"}") + "]");
        api.post(
                PATH,
                "[" + event("e2", "1", "{\"+core_external_markers\":[\"VIP\",\"RISK_A\",\"RISK_B\"],\"city\":\"Bonn\"}")
                        + "]");
        api.post(PATH, "[" + event("e3", "1", "{\"^core_external_markers\":[\"RISK_*\"],\"skip_cjm\":true}") + "]");

        JsonNode user = api.get("users").json().path("1");
        assertThat(user.path("core_external_markers").toString()).isEqualTo("[\"VIP\"]");
        assertThat(user.path("city").asText()).isEqualTo("Bonn");
        assertThat(api.get("journeys").json()).hasSize(2);
    }

    @Test
    void whoIsForgottenIsNotFoundAgain() {
        api.post(PATH, "[" + event("e1", "1", "{\"city\":\"Ulm\"}") + "]");
        api.post(PATH, "[" + event("e2", "1", "{\"core_is_gdpr_cleanup_requested\":true}") + "]");
        Answer later = api.post(PATH, "[" + event("e3", "1", "{\"city\":\"Ulm\"}") + "]");

        assertThat(later.json().at("/event_errors/e3/0/error_code").asInt()).isEqualTo(10001);
        assertThat(api.get("users").json().path("1").toString()).isEqualTo("{\"forgotten\":true}");
    }

    private static String event(String eid, String user, String payload) {
        return "{\"eid\":\"" + eid + "\",\"event_date\":1700000000000,\"ext_brand_id\":\"sandbox\",\"user_ext_id\":\""
                + user + "\",\"event_type\":\"update_profile\",\"payload\":" + payload + "}";
    }
}
