package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.VendorDouble.Answer;
import io.serai.message.Failure;
import io.serai.message.Json;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kamelet that asks HubSpot what tickets belong to, as it is shipped. */
class HubSpotAssociatedTest {
    private static final String NONE =
            "{\"category\":\"OBJECT_NOT_FOUND\",\"subCategory\":\"crm.associations.NO_ASSOCIATIONS_FOUND\"}";

    private VendorDouble vendor;
    private DefaultCamelContext context;

    @AfterEach
    void stop() {
        context.stop();
        vendor.close();
    }

    @Test
    void eachGetsTheIdsOfWhatItBelongsTo() throws Exception {
        start(Answer.json(207, """
                {"status":"COMPLETE","results":[{"from":{"id":"901"},"to":[{"toObjectId":512},{"toObjectId":513}]}],
                 "errors":[%s],"numErrors":1}""".formatted(NONE)));

        Exchange answer = request(
                "[{\"id\":\"901\",\"a\":1},{\"id\":\"902\",\"associations\":{\"companies\":[\"7\"]}},{\"id\":\"901\"}]");

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody(JsonNode.class)).isEqualTo(Json.MAPPER.readTree("""
                [ {"id":"901","a":1,"associations":{"contacts":["512","513"]}},
                  {"id":"902","associations":{"companies":["7"],"contacts":[]}},
                  {"id":"901","associations":{"contacts":["512","513"]}} ]"""));
        assertThat(answer.getVariables()).isEmpty();
        assertThat(answer.getMessage().getHeaders()).isEmpty();
        assertThat(vendor.requests()).hasSize(1);
        assertThat(vendor.requests().get(0).uri().getPath())
                .isEqualTo("/crm/v4/associations/tickets/contacts/batch/read");
        assertThat(Json.MAPPER.readTree(vendor.requests().get(0).body()))
                .isEqualTo(Json.MAPPER.readTree("{\"inputs\":[{\"id\":\"901\"},{\"id\":\"902\"}]}"));
    }

    @Test
    void whatHasNoIdIsNotAskedFor() {
        start(Answer.json(500, "{}"));

        Exchange answer = request("[{\"a\":1}]");

        assertThat(answer.getMessage().getBody(JsonNode.class).toString())
                .isEqualTo("[{\"a\":1,\"associations\":{\"contacts\":[]}}]");
        assertThat(vendor.requests()).isEmpty();
    }

    @Test
    void aRefusalToTellIsNoAbsence() {
        start(Answer.json(
                207, "{\"results\":[],\"errors\":[" + NONE + ",{\"category\":\"MISSING_SCOPES\"}],\"numErrors\":2}"));

        assertThat(failure(request("[{\"id\":\"901\"}]")).transientFailure()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {423, 429, 500, 502, 503})
    void whatMayPassIsToBeAskedAgain(int status) {
        start(Answer.json(status, "{\"status\":\"error\",\"category\":\"INTERNAL_ERROR\"}"));

        Exchange answer = request("[{\"id\":\"901\"}]");

        assertThat(failure(answer).transientFailure()).isTrue();
        assertThat(failure(answer).code()).isEqualTo("http-" + status);
    }

    private void start(Answer answer) {
        vendor = new VendorDouble(request -> answer);
        context = TestSystems.camel(systems());
        context.start();
    }

    private Systems systems() {
        return TestSystems.of(
                "hubspot.kind", "hubspot",
                "hubspot.url", vendor.url(),
                "hubspot.auth", "bearer",
                "hubspot.token", "t",
                "hubspot.quota.requests", "0");
    }

    private Failure failure(Exchange answer) {
        return new VendorFailures(systems()).classify(answer.getException());
    }

    private Exchange request(String body) {
        return context.createProducerTemplate()
                .request(
                        "kamelet:hubspot-associated?from=tickets&to=contacts",
                        exchange -> exchange.getMessage().setBody(Json.MAPPER.readTree(body)));
    }
}
