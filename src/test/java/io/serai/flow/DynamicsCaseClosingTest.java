package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.connect.Systems;
import io.serai.message.Batches;
import io.serai.message.Handled;
import io.serai.message.Json;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another system, here a help desk, closes a case that Dynamics 365 has too: what is read there before it is closed does not open it again. */
class DynamicsCaseClosingTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String PEOPLE = "people/api/data/v9.2/";
    private static final String[] FILES = {
        "customers-to-dynamics.camel.yaml",
        "cases-to-dynamics.camel.yaml",
        "dynamics-contacts.camel.yaml",
        "dynamics-incidents-poll.camel.yaml",
        "dynamics-leads.camel.yaml",
        "dynamics-gone.camel.yaml"
    };

    @TempDir
    Path folder;

    private SandboxServer vendors;
    private RunningFlows flows;
    private Instant told = Instant.now().minusSeconds(600);

    @BeforeEach
    void start() throws Exception {
        vendors = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        Systems systems = SandboxSystems.of(vendors)
                .with(
                        "dynamics.kind",
                        "dynamics",
                        "dynamics.url",
                        vendors.url("dynamics"),
                        "dynamics.auth",
                        "client-credentials",
                        "dynamics.token-url",
                        vendors.url("dynamics") + "/contoso/oauth2/v2.0/token",
                        "dynamics.client-id",
                        "sandbox-client",
                        "dynamics.client-secret",
                        "sandbox-secret",
                        "dynamics.quota.requests",
                        "0")
                .systems();
        Map<String, String> settings = Map.of(
                "serai.poll.every", "200ms",
                "serai.poll.initial-delay", "10ms",
                "serai.on.dynamics", "true",
                "serai.on.dynamics-in", "true",
                "serai.on.dynamics-cases", "true");
        flows = new RunningFlows(folder, systems, settings, DynamicsCaseClosingTest::desk, FILES);
        says("customer", "42", "{'email':'anna@example.com','firstName':'Anna','lastName':'Berg'}");
        tells("open", false);
        quiet(() -> is(incident(), "/serai_status", "0:open"));
    }

    /** What a desk says is a customer or a case, as it is. */
    private static void desk(DefaultCamelContext camel) {
        try {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    for (String entity : List.of("customer", "case"))
                        from("bus:desk." + entity + "?group=desk")
                                .process(exchange -> Batches.set(
                                        exchange,
                                        Batches.current(exchange)
                                                .mapLive(item -> item.note(Note.ENTITY, entity)
                                                        .note(
                                                                Note.EXTERNAL_ID,
                                                                item.message().subject())
                                                        .note(
                                                                Note.SOURCE_TIME,
                                                                item.body()
                                                                        .path("at")
                                                                        .asText())
                                                        .with(((ObjectNode) item.body())
                                                                .deepCopy()
                                                                .without("at")))))
                                .policy("transaction")
                                .to("hub:merge")
                                .to("bus:" + entity + ".changed");
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        if (flows != null) flows.close();
        vendors.close();
    }

    @Test
    void aCaseThatIsReadBeforeItIsClosedStaysResolved() {
        call("POST", "fail", "{'kind':'rows','path':'CloseIncident'}"); // for now
        tells("Done", true);

        await().until(() -> isRead("0", "0>1:Done"));
        assertThat(record()).isEqualTo("Done closed");
        call("DELETE", "fail", "");
        quiet(() -> is(incident(), "/statecode", "1"));

        assertThat(record()).isEqualTo("Done closed");
        assertThat(incident().path("serai_status").asText()).isEqualTo("1:Done");
        assertThat(news("0", "0>1:Done") + news("1", "1:Done"))
                .describedAs("what was read is none")
                .isZero();
    }

    @Test
    void aCaseThatDynamicsDoesNotCloseStaysResolvedElsewhereAndWhatPeopleDoThereCounts() {
        call("POST", "fail", "{'kind':'rows','status':400,'times':1,'path':'CloseIncident'}");
        tells("resolved", true);

        await().until(() -> isRead("0", "0>1:resolved") && dead() == 1);
        assertThat(settled(Outcome.Kind.DEAD))
                .extracting(each -> each.item().outcome())
                .containsExactly(Outcome.of(Outcome.Kind.DEAD, "0x80040216", "answered 400: 0x80040216"));
        assertThat(record()).isEqualTo("resolved closed");
        String id = incident().path("incidentid").asText();
        call("PATCH", PEOPLE + "incidents(" + id + ")", "{'description':'A letter is still to be written'}");
        await().until(() -> data().path("description").asText().equals("A letter is still to be written"));
        assertThat(record()).isEqualTo("resolved closed");

        call("PATCH", PEOPLE + "incidents(" + id + ")", "{'statecode':2}");
        await().until(() -> record().equals("cancelled closed"));
    }

    @Test
    void aCaseIsResolvedWithoutAnEcho() {
        tells("resolved", true);
        quiet(() -> is(incident(), "/statecode", "1"));
        assertThat(news("0", "0>1:resolved") + news("1", "1:resolved")).isZero();
        assertThat(incident().path("_writes").asInt())
                .describedAs("made, to be closed, its mark, closed")
                .isEqualTo(4);
    }

    @Test
    void aCaseIsCancelledWithoutAnEcho() {
        tells("cancelled", true);

        quiet(() -> is(incident(), "/statecode", "2"));
        assertThat(incident().path("serai_status").asText()).isEqualTo("2:cancelled");
        assertThat(incident().path("statuscode").asInt()).isEqualTo(6);
        assertThat(record()).isEqualTo("cancelled closed");
        assertThat(news("0", "0>2:cancelled") + news("2", "2:cancelled")).isZero();
    }

    @Test
    void aCaseThatPeopleCloseInDynamicsIsReopenedThereWhenItIsElsewhere() {
        String id = incident().path("incidentid").asText();
        call(
                "POST",
                PEOPLE + "CloseIncident",
                "{'Status':5,'IncidentResolution':{'subject':'Sent','incidentid@odata.bind':'/incidents(" + id
                        + ")'}}");
        await().until(() -> record().equals("resolved closed"));

        told = Instant.now();
        tells("resolved", true);
        tells("escalated", false);
        quiet(() -> is(incident(), "/statecode", "0"));

        assertThat(incident().path("serai_status").asText()).isEqualTo("0:escalated");
        assertThat(record()).isEqualTo("escalated open");
        assertThat(call("GET", "incidents", "").path("total").asInt()).isEqualTo(1);
    }

    /** The whole case. */
    private void tells(String status, boolean closed) {
        says(
                "case",
                "7",
                "{'subject':'The lid is missing','customer':'42','status':'" + status + "','closed':" + closed + "}");
    }

    private void says(String entity, String id, String values) {
        told = told.plusSeconds(1);
        flows.bus().publish("desk." + entity, "desk", id, ((ObjectNode) json(values)).put("at", told.toString()));
    }

    /** What is waited for is so, and stays so: the case as it is was read, all is handled, and nothing failed for good. */
    private void quiet(BooleanSupplier reached) {
        await().until(() -> reached.getAsBoolean() && isRead() && isIdle() && isRead() && reached.getAsBoolean());
        assertThat(dead()).isZero();
    }

    private boolean isIdle() {
        return flows.bus().backlogs().stream()
                .filter(backlog -> !backlog.group().isEmpty())
                .allMatch(backlog -> backlog.waiting() == 0 && backlog.parked() == 0);
    }

    private long dead() {
        return flows.bus().backlogs().stream()
                .mapToLong(backlog -> backlog.dead())
                .sum();
    }

    private boolean isRead() {
        JsonNode held = incident();
        return isRead(held.path("statecode").asText(), held.path("serai_status").asText());
    }

    private boolean isRead(String state, String status) {
        return handled("dynamics-cases")
                .map(each -> each.item().message().data())
                .anyMatch(row -> is(row, "/statecode", state) && is(row, "/serai_status", status));
    }

    private Stream<Handled> handled(String flow) {
        return List.copyOf(flows.bus().handled()).stream()
                .filter(each -> each.flow().equals(flow));
    }

    private List<Handled> settled(Outcome.Kind kind) {
        return handled("cases-to-dynamics")
                .filter(each -> each.item().outcome().kind() == kind)
                .toList();
    }

    /** Number of readings of a case with this state and mark that changed the record. */
    private long news(String state, String status) {
        return handled("dynamics-cases")
                .filter(each -> each.item().outcome().kind() != Outcome.Kind.SKIPPED_UNCHANGED)
                .map(each -> each.item().message().data())
                .filter(row -> is(row, "/statecode", state) && is(row, "/serai_status", status))
                .count();
    }

    private JsonNode incident() {
        return call("GET", "incidents", "").at("/value/0");
    }

    /** Status of the hub's only case, and whether it is closed. */
    private String record() {
        return data().path("status").asText() + (data().path("closed").asBoolean() ? " closed" : " open");
    }

    private JsonNode data() {
        return flows.bus()
                .store()
                .read(tx -> tx.first(
                        "SELECT record_id FROM hub_link WHERE entity = 'case' ORDER BY record_id",
                        row -> row.getString(1)))
                .flatMap(id -> flows.records().show(id))
                .map(shown -> shown.data())
                .orElseGet(Json.MAPPER::createObjectNode);
    }

    private static boolean is(JsonNode node, String path, String value) {
        return node.at(path).asText().equals(value);
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode call(String method, String path, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(vendors.url("dynamics") + "/" + path))
                    .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
                    .build();
            String answer = CLIENT.send(request, BodyHandlers.ofString()).body();
            return Json.MAPPER.readTree(answer.isEmpty() ? "{}" : answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // asked again by who waits
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
