package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.salesforce.AuthenticationType;
import org.apache.camel.component.salesforce.SalesforceComponent;
import org.apache.camel.component.salesforce.SalesforceEndpointConfig;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real camel-salesforce component against the double. */
class CamelSalesforceTest {
    private static final String UPSERT = "salesforce:raw?format=JSON&rawMethod=PATCH"
            + "&rawPath=/services/data/v67.0/composite/sobjects/Contact/Serai_Id__c";
    private static SandboxServer server;
    private static DefaultCamelContext camel;
    private static ProducerTemplate template;
    private static Web crm;

    @BeforeAll
    static void start() {
        server = SandboxServer.start(0);
        crm = Web.of(server, "salesforce");
        camel = new DefaultCamelContext();
        SalesforceComponent component = new SalesforceComponent();
        component.setLoginUrl(server.url("salesforce"));
        component.setAuthenticationType(AuthenticationType.CLIENT_CREDENTIALS);
        component.setClientId("sandbox-client");
        component.setClientSecret("sandbox-secret");
        SalesforceEndpointConfig endpoint = new SalesforceEndpointConfig();
        endpoint.setApiVersion("67.0");
        endpoint.setRawPayload(true);
        component.setConfig(endpoint);
        camel.addComponent("salesforce", component);
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterAll
    static void stop() {
        template.stop();
        camel.stop();
        server.close();
    }

    @BeforeEach
    void reset() {
        crm.reset();
    }

    @Test
    void upsertsACollectionByTheRawOperation() throws Exception {
        JsonNode result = send(UPSERT, rows("Berg"));

        assertThat(result.at("/0/created").asBoolean()).isTrue();
        assertThat(result.at("/1/errors/0/statusCode").asText()).isEqualTo("REQUIRED_FIELD_MISSING");
        assertThat(crm.get("Contact?Serai_Id__c=1")
                        .json()
                        .at("/records/0/LastName")
                        .asText())
                .isEqualTo("Berg");
    }

    @Test
    void logsInAgainWhenTheSessionHasExpired() throws Exception {
        send(UPSERT, rows("Before"));
        crm.post("fail", "{\"kind\":\"session\"}");
        JsonNode result = send(UPSERT, rows("After"));

        assertThat(result.at("/0/created").asBoolean()).isFalse();
        JsonNode calls = crm.get("stats").json().path("calls");
        assertThat(calls.at("/PATCH services~1data~1*~1composite~1sobjects~1Contact~1*/401")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void anErrorReachesTheRouteWithStatusAndBody() {
        crm.post("fail", "{\"status\":503,\"times\":1,\"path\":\"composite\"}");
        Throwable failure = catchThrowable(() -> send(UPSERT, rows("Berg")));

        assertThat(failure).hasRootCauseInstanceOf(SalesforceException.class);
        SalesforceException cause = (SalesforceException) failure.getCause();
        assertThat(cause.getStatusCode()).isEqualTo(503);
        // The raw operation gives the body as the message, and no list of errors.
        assertThat(cause).hasMessageContaining("SERVER_UNAVAILABLE");
        assertThat(cause.getErrors()).isEmpty();
    }

    @Test
    void queriesAndReadsByTheUsualOperations() throws Exception {
        send(UPSERT, rows("Berg"));
        JsonNode found = json(template.requestBody(
                "salesforce:query?sObjectQuery=SELECT Id FROM Contact WHERE LastName = 'Berg'&rawPayload=true",
                null,
                InputStream.class));
        String id = found.at("/records/0/Id").asText();
        JsonNode row = json(template.requestBodyAndHeaders(
                "salesforce:getSObject?rawPayload=true", id, Map.of("sObjectName", "Contact"), InputStream.class));

        assertThat(found.path("totalSize").asInt()).isEqualTo(1);
        assertThat(row.path("LastName").asText()).isEqualTo("Berg");
    }

    private static JsonNode send(String uri, String body) throws Exception {
        return json(template.requestBody(uri, body, InputStream.class));
    }

    private static JsonNode json(InputStream stream) throws Exception {
        return Json.MAPPER.readTree(stream);
    }

    private static String rows(String lastName) {
        return """
            {"allOrNone":false,"records":[
             {"attributes":{"type":"Contact"},"Serai_Id__c":"1","LastName":"%s"},
             {"attributes":{"type":"Contact"},"Serai_Id__c":"2"}]}""".formatted(lastName);
    }
}
