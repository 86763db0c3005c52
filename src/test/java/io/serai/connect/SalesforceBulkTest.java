package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.quota.Limiters;
import io.serai.message.Json;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.ProcessorEndpoint;
import org.apache.camel.support.processor.PredicateValidationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kamelets as they are shipped, against the double of Salesforce and its Bulk API 2.0; from three records on there is a job. */
class SalesforceBulkTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String INGEST = "services/data/v67.0/jobs/ingest";

    private static SandboxServer server;
    private static DefaultCamelContext context;

    /** Status of the answer to a call; 0 for none, though it was done; null for the right one. */
    private static volatile Function<String, Integer> broken;

    @BeforeAll
    static void startOnce() {
        server = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        Systems systems = TestSystems.of(
                "salesforce.kind", "salesforce",
                "salesforce.url", server.url("salesforce"),
                "salesforce.auth", "client-credentials",
                "salesforce.client-id", "sandbox-client",
                "salesforce.client-secret", "sandbox-secret");
        systems.requireValid();
        context = new DefaultCamelContext();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        CallMeter meter = new CallMeter(registry);
        new SystemComponents(systems, meter, Limiters.alone(registry, meter)).configure(context);
        context.getPropertiesComponent().addOverrideProperty("serai.salesforce.bulk-threshold", "3");
        context.getPropertiesComponent().addOverrideProperty("serai.salesforce.bulk-wait", "1");
        context.getComponent("kamelet", KameletComponent.class)
                .setLocation("file:" + Path.of("routes/kamelets").toAbsolutePath());
        context.addComponent("broken", new Broken());
        context.start();
    }

    @AfterAll
    static void stop() {
        context.stop();
        server.close();
    }

    @BeforeEach
    void reset() {
        broken = null;
        control("../reset?empty=true", "");
    }

    @Test
    void manyRecordsAreOneJobWithAResultForEachInOrder() {
        ArrayNode records = contacts(3);
        ((ObjectNode) records.get(1)).put("FirstName", "Zoë, \"Z\"\nB").put("HasOptedOutOfEmail", true);
        ((ObjectNode) records.get(2)).put("Engagement_Score__c", 12.5);
        upsert(contacts(1));

        JsonNode results = upsert(records);

        assertThat(told(results)).containsExactly("updated", "created", "created");
        assertThat(results.get(0).path("id").asText())
                .isEqualTo(held("Serai_Id__c=r0").path("Id").asText())
                .startsWith("003");
        JsonNode second = held("Serai_Id__c=r1");
        assertThat(second.path("FirstName").asText()).isEqualTo("Zoë, \"Z\"\nB");
        assertThat(second.path("HasOptedOutOfEmail").asBoolean()).isTrue();
        assertThat(held("Serai_Id__c=r2").path("Engagement_Score__c").asDouble())
                .isEqualTo(12.5);
        assertThat(calls("POST services/data/*/jobs/ingest")).isEqualTo(1);
        assertThat(calls("PATCH services/data/*/composite/sobjects/Contact/*")).isEqualTo(1);
    }

    @Test
    void fewerRecordsGoByACollection() {
        assertThat(told(upsert(contacts(2)))).containsExactly("created", "created");

        assertThat(calls("POST services/data/*/jobs/ingest")).isZero();
    }

    @Test
    void whatARecordDoesNotSayStaysAndNullEmptiesTheField() {
        ArrayNode before = contacts(3);
        before.forEach(record -> ((ObjectNode) record).put("FirstName", "Anna").put("Phone", "+4930"));
        upsert(before);
        ArrayNode after = contacts(3);
        ((ObjectNode) after.get(0)).putNull("Phone");
        ((ObjectNode) after.get(1)).put("Phone", "+4931");

        assertThat(told(upsert(after))).containsExactly("updated", "updated", "updated");

        assertThat(held("Serai_Id__c=r0").has("Phone")).isFalse();
        assertThat(held("Serai_Id__c=r1").path("Phone").asText()).isEqualTo("+4931");
        assertThat(held("Serai_Id__c=r2").path("Phone").asText()).isEqualTo("+4930");
        assertThat(held("Serai_Id__c=r2").path("FirstName").asText()).isEqualTo("Anna");
    }

    @Test
    void aRefusedRecordIsRefusedAloneAndItsValuesAreNotTold() {
        ArrayNode records = contacts(4);
        ((ObjectNode) records.get(1)).put("Email", "nobody");
        ((ObjectNode) records.get(2)).remove("LastName");

        JsonNode results = upsert(records);

        assertThat(told(results))
                .containsExactly("created", "INVALID_EMAIL_ADDRESS", "REQUIRED_FIELD_MISSING", "created");
        assertThat(results.get(1).toString())
                .isEqualTo(
                        "{\"ok\":false,\"code\":\"INVALID_EMAIL_ADDRESS\",\"message\":\"INVALID_EMAIL_ADDRESS (Email)\",\"retry\":false}");
        assertThat(results.get(2).path("message").asText()).isEqualTo("REQUIRED_FIELD_MISSING (LastName)");
        assertThat(results.toString()).doesNotContain("nobody");
    }

    @Test
    void aRecordThatIsLockedIsToBeSentAgain() {
        control("fail", "{\"kind\":\"rows\",\"times\":1,\"code\":\"UNABLE_TO_LOCK_ROW\"}");

        JsonNode results = upsert(contacts(3));

        assertThat(told(results)).containsExactly("UNABLE_TO_LOCK_ROW", "created", "created");
        assertThat(results.get(0).path("retry").asBoolean()).isTrue();
    }

    @Test
    void aJobThatIsUnderWayIsAskedUntilItEnds() {
        control("jobs", "{\"asks\":2}");

        assertThat(told(upsert(contacts(3)))).containsExactly("created", "created", "created");

        assertThat(calls("GET services/data/*/jobs/ingest/*")).isEqualTo(3);
    }

    @Test
    void aJobThatCannotBeFilledIsNone() {
        control("fail", "{\"status\":503,\"times\":1,\"path\":\"batches\"}");

        assertThat(told(upsert(contacts(3)))).containsExactly("created", "created", "created");

        assertThat(calls("PATCH services/data/*/composite/sobjects/Contact/*")).isEqualTo(1);
        assertThat(calls("PATCH services/data/*/jobs/ingest/*")).isZero();
    }

    @Test
    void whatAFailedJobDidNotComeToGoesByCollections() {
        control("jobs", "{\"failsAfter\":2}");
        ArrayNode records = contacts(4);
        ((ObjectNode) records.get(3)).put("Email", "nobody");

        assertThat(told(upsert(records))).containsExactly("created", "created", "created", "INVALID_EMAIL_ADDRESS");

        assertThat(held("Serai_Id__c=r0").path("_writes").asInt()).isEqualTo(1);
        assertThat(held("Serai_Id__c=r2").path("_writes").asInt()).isEqualTo(1);
    }

    @Test
    void aFieldThatTheOrganisationDoesNotHaveIsToldByRecord() {
        ArrayNode records = contacts(3);
        ((ObjectNode) records.get(1)).put("Shoe__c", "42");

        JsonNode results = upsert(records);

        assertThat(told(results)).containsExactly("created", "INVALID_FIELD", "created");
    }

    @Test
    void aJobThatDoesNotEndIsAbortedAndWhatItDidCounts() {
        control("jobs", "{\"asks\":1000}");

        assertThat(told(upsert(contacts(3)))).containsExactly("created", "created", "created");

        assertThat(calls("PATCH services/data/*/jobs/ingest/*"))
                .describedAs("closed, aborted")
                .isEqualTo(2);
    }

    @Test
    void theSameRecordsAgainAfterACrashAreNoneTwice() {
        JsonNode first = upsert(contacts(3)); // and nobody noted what came of it

        JsonNode again = upsert(contacts(3));

        assertThat(told(again)).containsExactly("updated", "updated", "updated");
        assertThat(again.findValuesAsText("id")).isEqualTo(first.findValuesAsText("id"));
        assertThat(control("Contact", null).path("total").asInt()).isEqualTo(3);
    }

    @Test
    void whileAnEarlierJobOfTheObjectIsUnderWayNoneIsBegun() {
        control("jobs", "{\"asks\":1000}");
        upload(); // as of a process that was killed

        JsonNode results = upsert(contacts(3));

        assertThat(told(results)).containsExactly("bulk-busy", "bulk-busy", "bulk-busy");
        assertThat(results.findValues("retry")).allMatch(JsonNode::asBoolean);
        assertThat(held("Serai_Id__c=r0").isMissingNode()).isTrue();
    }

    @Test
    void anEarlierJobIsWaitedFor() {
        control("jobs", "{\"asks\":1}");
        upload();

        assertThat(told(upsert(contacts(3)))).containsExactly("created", "created", "created");
        assertThat(held("Serai_Id__c=r0").path("_writes").asInt()).isEqualTo(1);
    }

    @Test
    void theTimeOfTheOwnJobBeginsBehindTheEarlierOne() {
        control("jobs", "{\"asks\":2}"); // 750 ms of pauses each, of one second
        upload();

        assertThat(told(upsert(contacts(3)))).containsExactly("created", "created", "created");

        assertThat(calls("PATCH services/data/*/jobs/ingest/*"))
                .describedAs("both closed, none aborted")
                .isEqualTo(2);
    }

    @Test
    void whereThereAreNoJobsThereAreCollections() {
        control("fail", "{\"status\":404,\"path\":\"jobs\"}");
        assertThat(told(upsert(contacts(3)))).containsExactly("created", "created", "created");

        control("fail", "{\"status\":503}");
        Exchange failed = request(contacts(3));
        assertThat(new VendorFailures().classify(failed.getException()).code()).isEqualTo("SERVER_UNAVAILABLE");
        assertThat(new VendorFailures().classify(failed.getException()).transientFailure())
                .isTrue();
    }

    @Test
    void whileNobodyKnowsOfEarlierJobsNothingIsWritten() {
        for (int status : new int[] {500, 429, 0}) {
            broken = call -> call.startsWith("GET /jobs/ingest?") ? status : null;

            Exchange failed = request("broken", contacts(3));

            assertThat(new VendorFailures().classify(failed.getException()).transientFailure())
                    .describedAs("answer %s", status)
                    .isTrue();
            assertThat(control("Contact", null).path("total").asInt()).isZero();
        }
    }

    @Test
    void whereEarlierJobsMayNotBeListedThereAreCollections() {
        broken = call -> call.startsWith("GET /jobs/ingest?") ? 403 : null;

        Exchange answer = request("broken", contacts(3));

        assertThat(told(answer.getMessage().getBody(JsonNode.class))).containsExactly("created", "created", "created");
        assertThat(calls("PATCH services/data/*/composite/sobjects/Contact/*")).isEqualTo(1);
    }

    @Test
    void aJobWhoseClosingIsNotAnsweredIsAborted() {
        control("jobs", "{\"asks\":1000}");
        broken = call -> call.startsWith("PATCH /jobs/ingest/") && call.endsWith("UploadComplete") ? 0 : null;

        Exchange failed = request("broken", contacts(3));

        assertThat(new VendorFailures().classify(failed.getException()).code()).isEqualTo("timeout");
        assertThat(calls("PATCH services/data/*/jobs/ingest/*"))
                .describedAs("closed, aborted")
                .isEqualTo(2);
        broken = null;
        control("jobs", "{}");
        assertThat(told(upsert(contacts(3))))
                .describedAs("no job is waited for")
                .containsExactly("updated", "updated", "updated");
    }

    @Test
    void whatFailedFirstIsToldWhenTheJobCannotBeAbortedEither() {
        broken = call -> !call.startsWith("PATCH /jobs/ingest/") ? null : call.endsWith("UploadComplete") ? 0 : 400;

        Exchange failed = request("broken", contacts(3));

        assertThat(new VendorFailures().classify(failed.getException()).code()).isEqualTo("timeout");
    }

    @Test
    void anAnswerThatDoesNotTellOfEachRecordIsAFailure() {
        AtomicInteger calls = new AtomicInteger();
        broken = call -> calls.incrementAndGet() > 5 ? 503 : 200;

        Exchange failed = send("kamelet:salesforce-collections?object=Contact&path=/any&system=broken", contacts(201));

        assertThat(failed.getException()).isInstanceOf(PredicateValidationException.class);
        assertThat(calls).hasValue(1);
    }

    @Test
    void aTextThatAJobWouldTakeForNothingGoesByACollection() {
        ArrayNode records = contacts(3);
        ((ObjectNode) records.get(0)).put("FirstName", "#N/A");

        upsert(records);

        assertThat(held("Serai_Id__c=r0").path("FirstName").asText()).isEqualTo("#N/A");
        assertThat(calls("POST services/data/*/jobs/ingest")).isZero();
    }

    @Test
    void moreThanACallTakesIsSeveralCalls() {
        ArrayNode records = contacts(450);
        ((ObjectNode) records.get(0)).put("FirstName", "#N/A");
        ((ObjectNode) records.get(430)).remove("LastName");

        List<String> told = told(upsert(records));

        assertThat(told).hasSize(450);
        assertThat(told.get(430)).isEqualTo("REQUIRED_FIELD_MISSING");
        assertThat(told.stream().filter("created"::equals)).hasSize(449);
        assertThat(calls("PATCH services/data/*/composite/sobjects/Contact/*")).isEqualTo(3);
    }

    /** A job that this user has closed and that says it is under way; its one row is nobody else's. */
    private static void upload() {
        String token = send(
                        "POST",
                        "services/oauth2/token?grant_type=client_credentials&client_id=sandbox-client&client_secret=sandbox-secret",
                        "",
                        null)
                .path("access_token")
                .asText();
        String id = send(
                        "POST",
                        INGEST,
                        "{\"object\":\"Contact\",\"operation\":\"upsert\",\"externalIdFieldName\":\"Serai_Id__c\"}",
                        token)
                .path("id")
                .asText();
        send("PUT", INGEST + "/" + id + "/batches", "Serai_Id__c,LastName\nelse,Berg\n", token);
        send("PATCH", INGEST + "/" + id, "{\"state\":\"UploadComplete\"}", token);
    }

    private static JsonNode upsert(JsonNode records) {
        Exchange answer = request(records);
        assertThat(answer.getException()).isNull();
        assertThat(answer.getVariables()).isEmpty();
        assertThat(answer.getMessage().getHeaders()).isEmpty();
        return answer.getMessage().getBody(JsonNode.class);
    }

    private static Exchange request(JsonNode records) {
        return request("salesforce", records);
    }

    private static Exchange request(String system, JsonNode records) {
        return send("kamelet:salesforce-upsert?object=Contact&key=Serai_Id__c&system=" + system, records);
    }

    private static Exchange send(String kamelet, JsonNode records) {
        return context.createProducerTemplate()
                .request(kamelet, exchange -> exchange.getMessage().setBody(records));
    }

    /** Salesforce, with calls whose answers are lost or others. */
    private static final class Broken extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            String method = (String) parameters.get("rawMethod");
            String path = (String) parameters.get("rawPath");
            parameters.clear();
            ProducerTemplate template = getCamelContext().createProducerTemplate();
            return new ProcessorEndpoint(uri, this, exchange -> {
                String where = exchange.getMessage().getHeader("rawPath", path, String.class);
                JsonNode body = method.equals("PATCH")
                        ? exchange.getMessage().getBody(JsonNode.class)
                        : Json.MAPPER.createObjectNode();
                Integer status = broken == null
                        ? null
                        : broken.apply(
                                method + " " + where + " " + body.path("state").asText());
                if (status != null && status == 200) {
                    exchange.getMessage().setBody("[]");
                    return;
                }
                if (status == null || status == 0) {
                    exchange.getMessage()
                            .setBody(
                                    method.equals("PATCH")
                                            ? body
                                            : exchange.getMessage().getBody());
                    template.send(uri.replaceFirst("broken", "salesforce"), exchange);
                }
                if (status != null)
                    throw status == 0
                            ? new SalesforceException(new SocketTimeoutException("no answer"))
                            : new SalesforceException("refused", status);
            });
        }
    }

    private static ArrayNode contacts(int count) {
        ArrayNode records = Json.MAPPER.createArrayNode();
        for (int i = 0; i < count; i++)
            records.addObject()
                    .put("Serai_Id__c", "r" + i)
                    .put("LastName", "Berg")
                    .put("Email", "r" + i + "@example.com");
        return records;
    }

    private static List<String> told(JsonNode results) {
        List<String> told = new ArrayList<>();
        results.forEach(result -> told.add(
                !result.path("ok").asBoolean()
                        ? result.path("code").asText()
                        : result.path("created").asBoolean() ? "created" : "updated"));
        return told;
    }

    private static JsonNode held(String query) {
        return control("Contact?" + query, null).at("/records/0");
    }

    private static int calls(String call) {
        int calls = 0;
        for (JsonNode count : control("stats", null).path("calls").path(call)) calls += count.asInt();
        return calls;
    }

    private static JsonNode control(String path, String body) {
        return send(body == null ? "GET" : "POST", path, body, null);
    }

    private static JsonNode send(String method, String path, String body, String token) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(server.url("salesforce") + "/" + path).normalize())
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body))
                    .header("Content-Type", method.equals("PUT") ? "text/csv" : "application/json");
            if (token != null) request.header("Authorization", "Bearer " + token);
            String answer =
                    CLIENT.send(request.build(), BodyHandlers.ofString()).body();
            return Json.MAPPER.readTree(answer.isEmpty() ? "{}" : answer);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
