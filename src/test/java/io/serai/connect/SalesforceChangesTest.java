package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kamelet as it is shipped, against the double of Salesforce, in which people work. */
class SalesforceChangesTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<JsonNode> pages = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private SandboxServer server;
    private DefaultCamelContext context;

    @BeforeEach
    void start() throws Exception {
        server = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        Systems systems = TestSystems.of(
                "salesforce.kind", "salesforce",
                "salesforce.url", server.url("salesforce"),
                "salesforce.auth", "client-credentials",
                "salesforce.client-id", "sandbox-client",
                "salesforce.client-secret", "sandbox-secret");
        context = TestSystems.camel(systems);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:page").process(exchange -> {
                    pages.add(exchange.getMessage().getBody(JsonNode.class));
                    places.add(exchange.getProperty("SeraiRowTime") + " " + exchange.getProperty("SeraiRowId"));
                });
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        server.close();
    }

    @Test
    void whatPeopleWriteDeleteAndMergeIsReadInTheOrderInWhichItHappened() {
        String anna = create("Contact", "{\"LastName\":\"Berg\"}");
        String bob = create("Contact", "{\"LastName\":\"Bo\"}");
        String eve = create("Contact", "{\"LastName\":\"Eve\"}");
        call("DELETE", "/people/sobjects/Contact/" + anna, "");
        call("POST", "/merge", "{\"object\":\"Contact\",\"master\":\"" + bob + "\",\"loser\":\"" + eve + "\"}");

        Exchange run = run("Contact", "MasterRecordId,LastModifiedById,LastName", "1970-01-01T00:00:00Z");

        assertThat(run.getException()).isNull();
        assertThat(run.getMessage().getHeaders()).containsOnlyKeys("SeraiSystem");
        assertThat(pages).hasSize(1);
        List<JsonNode> rows = new ArrayList<>();
        pages.get(0).forEach(rows::add);
        JsonNode gone = row(rows, anna);
        assertThat(gone.path("IsDeleted").asBoolean()).isTrue();
        assertThat(gone.path("MasterRecordId").isNull()).isTrue();
        assertThat(row(rows, eve).path("IsDeleted").asBoolean()).isTrue();
        assertThat(row(rows, eve).path("MasterRecordId").asText()).isEqualTo(bob);
        assertThat(row(rows, bob).path("LastName").asText()).isEqualTo("Bo");
        assertThat(row(rows, bob).path("SystemModstamp").asText()).endsWith("Z");
        JsonNode last = rows.get(rows.size() - 1);
        assertThat(places)
                .containsExactly(last.path("SystemModstamp").asText() + " "
                        + last.path("Id").asText());
    }

    @Test
    void aLongResultIsReadPageByPage() {
        for (int batch = 0; batch < 10; batch++) {
            StringBuilder rows = new StringBuilder();
            for (int i = 0; i < 200; i++)
                rows.append(i == 0 ? "" : ",")
                        .append(
                                "{\"attributes\":{\"type\":\"Lead\"},\"LastName\":\"L\",\"Company\":\"C\",\"Serai_Id__c\":\"")
                        .append(batch * 200 + i)
                        .append("\"}");
            call("PATCH", "/people/composite/sobjects/Lead/Serai_Id__c", "{\"records\":[" + rows + "]}");
        }
        create("Lead", "{\"LastName\":\"L\",\"Company\":\"last\"}");

        Exchange run = run("Lead", "Company", "1970-01-01T00:00:00Z");

        assertThat(run.getException()).isNull();
        assertThat(pages).extracting(JsonNode::size).containsExactly(2000, 1);
    }

    @Test
    void aRecordThatPeopleMadeIsTakenOverAndNotMadeASecondTime() throws Exception {
        String anna = create("Contact", "{\"LastName\":\"Berg\"}");
        String taken = create("Contact", "{\"LastName\":\"Taken\",\"Serai_Id__c\":\"r4\"}");
        String bob = create("Contact", "{\"LastName\":\"Bo\"}");

        JsonNode results = save("""
                [ {"Serai_Id__c":"r2","LastName":"New"}, {"Serai_Id__c":"r3","LastName":"Berg-Bo","Id":"%s"},
                  {"Serai_Id__c":"r4","LastName":"X","Id":"%s"} ]""".formatted(anna, bob));

        assertThat(results).hasSize(3);
        assertThat(results.get(0).path("created").asBoolean()).isTrue();
        assertThat(results.get(1))
                .isEqualTo(Json.MAPPER.readTree("{\"ok\":true,\"id\":\"" + anna + "\",\"created\":false}"));
        assertThat(results.get(2).path("code").asText()).isEqualTo("DUPLICATE_VALUE");
        assertThat(call("GET", "/Contact?Serai_Id__c=r3", "")
                        .at("/records/0/LastName")
                        .asText())
                .isEqualTo("Berg-Bo");
        assertThat(call("GET", "/Contact?Serai_Id__c=r4", "")
                        .at("/records/0/Id")
                        .asText())
                .isEqualTo(taken);
        assertThat(call("GET", "/Contact", "").path("total").asInt()).isEqualTo(4);
        assertThat(save("{\"Serai_Id__c\":\"r2\",\"LastName\":\"Again\"}")
                        .at("/0/created")
                        .asBoolean())
                .isFalse();
        assertThat(save("{\"Serai_Id__c\":\"r9\",\"LastName\":\"Y\",\"Id\":\"" + bob + "\"}")
                        .at("/0/id")
                        .asText())
                .isEqualTo(bob);
    }

    private JsonNode save(String body) throws Exception {
        Exchange answer = context.createProducerTemplate()
                .request(
                        "kamelet:salesforce-save?object=Contact&key=Serai_Id__c",
                        exchange -> exchange.getMessage().setBody(Json.MAPPER.readTree(body)));
        assertThat(answer.getException()).isNull();
        assertThat(answer.getVariables()).isEmpty();
        return answer.getMessage().getBody(JsonNode.class);
    }

    @Test
    void nothingNewIsNoPage() {
        create("Contact", "{\"LastName\":\"Berg\"}");

        assertThat(run("Contact", "LastName", "2199-01-01T00:00:00Z").getException())
                .isNull();
        assertThat(pages).isEmpty();
    }

    private static JsonNode row(List<JsonNode> rows, String id) {
        return rows.stream()
                .filter(row -> row.path("Id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Exchange run(String object, String fields, String since) {
        return context.createProducerTemplate()
                .request(
                        "kamelet:salesforce-changes?to=direct:page&object=" + object + "&fields=" + fields,
                        exchange -> {
                            exchange.getMessage().setHeader("SeraiSystem", "salesforce");
                            exchange.setProperty("SeraiSince", since);
                        });
    }

    private String create(String object, String body) {
        return call("POST", "/people/sobjects/" + object, body).path("id").asText();
    }

    private JsonNode call(String method, String path, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.url("salesforce") + path))
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            String answer = CLIENT.send(request, BodyHandlers.ofString()).body();
            return Json.MAPPER.readTree(answer.isEmpty() ? "{}" : answer);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
