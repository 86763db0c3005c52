package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.VendorDouble.Answer;
import io.serai.message.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped kamelets, with answers and ids that the doubles of the vendors do not have. */
class OddAnswersTest {
    private static volatile Answer next;
    private static VendorDouble vendor;
    private static DefaultCamelContext context;

    @BeforeAll
    static void start() {
        vendor = new VendorDouble(request -> request.uri().getPath().endsWith("/token")
                ? Answer.json(
                        200,
                        "{\"access_token\":\"t\",\"instance_url\":\"" + vendor.url() + "\",\"expires_in\":3600,"
                                + "\"id\":\"https://login.salesforce.com/id/00D000000000000EAA/005000000000000AAA\"}")
                : next);
        Systems systems = TestSystems.of(
                "dynamics.kind", "dynamics",
                "dynamics.url", vendor.url(),
                "dynamics.auth", "client-credentials",
                "dynamics.token-url", vendor.url() + "/token",
                "dynamics.client-id", "client-1",
                "dynamics.client-secret", "secret-1",
                "hubspot.kind", "hubspot",
                "hubspot.url", vendor.url(),
                "hubspot.auth", "bearer",
                "hubspot.token", "t",
                "omnisend.kind", "omnisend",
                "omnisend.url", vendor.url(),
                "omnisend.auth", "api-key",
                "omnisend.token", "t",
                "salesforce.kind", "salesforce",
                "salesforce.url", vendor.url(),
                "salesforce.auth", "client-credentials",
                "salesforce.client-id", "client-1",
                "salesforce.client-secret", "secret-1");
        context = TestSystems.camel(systems);
        context.start();
    }

    @AfterAll
    static void stop() {
        context.stop();
        vendor.close();
    }

    @BeforeEach
    void forget() {
        vendor.requests().clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json|{}",
                "multipart/mixed; boundary=b|",
                "multipart/mixed; boundary=b|--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 204 No Content\r\n"
                        + "OData-EntityId: https://x/contacts(7d1e0000-0000-4000-8000-0000000000a1)\r\n\r\n\r\n--b--\r\n",
                "multipart/mixed; boundary=b|--b\r\n\r\n--b\r\n\r\n--b--"
            })
    void aBatchOfDynamicsThatCannotBeReadMayBeSentAgain(String answer) {
        String[] parts = answer.split("[|]", 2);
        next = new Answer(200, parts[1], Map.of("Content-Type", parts[0]));

        JsonNode results = call(
                "kamelet:dynamics-upsert?table=contacts",
                "[{\"serai_id\":\"r1\"},{\"id\":\"x\"},{\"serai_id\":\"r2\"}]");

        assertThat(results).hasSize(3);
        assertThat(results.get(1).path("code").asText()).isEqualTo("bad-id");
        assertThat(results.get(0)).isEqualTo(results.get(2)).isEqualTo(json("""
                {"ok":false,"code":"batch-unreadable","message":"expected an answer with one part for each record","retry":true}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITS,true",
        "INTERNAL_ERROR,true",
        "MISSING_SCOPES,false",
        "FORBIDDEN,false",
        "CONFLICT,false",
        "VALIDATION_ERROR,false",
        "OBJECT_NOT_FOUND,false"
    })
    void anAssociationIsRetriedOnlyWhenItsRefusalPasses(String category, boolean retry) {
        next = Answer.json(207, "{\"results\":[],\"errors\":[{\"category\":\"" + category + "\"}]}");

        JsonNode results =
                call("kamelet:hubspot-associate?from=contacts&to=companies", "[{\"from\":\"1\",\"to\":\"2\"}]");

        assertThat(results.at("/0/code").asText()).isEqualTo(category);
        assertThat(results.at("/0/retry").booleanValue()).isEqualTo(retry);
    }

    @Test
    void onlyIdsOfSalesforceBecomePartOfItsQuery() {
        next = Answer.json(200, "{\"records\":[{\"Id\":\"003000000000001AAA\",\"OwnerId\":\"005000000000001AAA\"}]}");

        JsonNode tasks = call("kamelet:salesforce-contact-owners", """
                [{"WhoId":"003000000000001AAA"},{"WhoId":"x') OR (Name != '"},{"WhoId":"003000000000001AAA\\n"}]""");

        assertThat(tasks.at("/0/OwnerId").asText()).isEqualTo("005000000000001AAA");
        assertThat(tasks.get(1)).isEqualTo(json("{\"WhoId\":\"x') OR (Name != '\"}"));
        assertThat(vendor.requests())
                .filteredOn(request -> request.uri().getPath().endsWith("/query"))
                .extracting(request -> request.uri().getQuery())
                .containsExactly("q=SELECT Id, OwnerId FROM Contact WHERE Id IN ('003000000000001AAA')");
    }

    @Test
    void withoutAnyIdOfSalesforceNothingIsAsked() {
        String tasks = "[{\"WhoId\":\"x' y\",\"WhatId\":\"z\"}]";

        assertThat(call("kamelet:salesforce-contact-owners", tasks)).isEqualTo(json(tasks));
        assertThat(call("kamelet:salesforce-account-owners", tasks)).isEqualTo(json(tasks));
        assertThat(vendor.requests())
                .noneMatch(request -> request.uri().getPath().endsWith("/query"));
    }

    @Test
    void anIdOfOmnisendStaysOnePartOfThePath() {
        next = Answer.json(200, "{\"email\":\"a@example.com\"}");

        call("kamelet:omnisend-contact-erase?id=${header.id}", "{}", "a/../b?c");

        assertThat(vendor.requests())
                .extracting(request -> request.method() + " " + request.uri())
                .containsExactly(
                        "GET /contacts/a%2F..%2Fb%3Fc",
                        "PATCH /contacts/a%2F..%2Fb%3Fc", "PATCH /contacts/a%2F..%2Fb%3Fc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void anIdOfOmnisendThatIsAnotherPlaceIsRefused(String id) {
        Exchange answer = request("kamelet:omnisend-contact-erase?id=${header.id}", "{}", id);

        assertThat(new VendorFailures().classify(answer.getException()).code()).isEqualTo("not-valid");
        assertThat(vendor.requests()).isEmpty();
    }

    private JsonNode call(String uri, String body) {
        return call(uri, body, "");
    }

    private JsonNode call(String uri, String body, String id) {
        Exchange answer = request(uri, body, id);
        assertThat(answer.getException()).isNull();
        return answer.getMessage().getBody(JsonNode.class);
    }

    private Exchange request(String uri, String body, String id) {
        return context.createProducerTemplate().request(uri, exchange -> {
            exchange.getMessage().setHeader("id", id);
            exchange.getMessage().setBody(json(body));
        });
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
