package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.Systems;
import io.serai.mapping.MappingComponent;
import io.serai.mapping.Mappings;
import io.serai.message.Json;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A case is a ticket of HubSpot, a case of Salesforce and one of Dynamics 365; the flows between them are those that are shipped. */
class CasesInThreeCrmsTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String[] FILES = {
        "magento-customers.camel.yaml",
        "magento-returns.camel.yaml",
        "customers-to-hubspot.camel.yaml",
        "customers-to-dynamics.camel.yaml",
        "customers-to-salesforce.camel.yaml",
        "cases-to-hubspot.camel.yaml",
        "cases-to-dynamics.camel.yaml",
        "cases-to-salesforce.camel.yaml",
        "hubspot-contacts.camel.yaml",
        "hubspot-tickets-poll.camel.yaml",
        "hubspot-tickets.camel.yaml",
        "hubspot-departures.camel.yaml",
        "salesforce-cases-poll.camel.yaml",
        "salesforce-cases.camel.yaml",
        "dynamics-contacts.camel.yaml",
        "dynamics-incidents-poll.camel.yaml",
        "dynamics-leads.camel.yaml",
        "dynamics-gone.camel.yaml"
    };

    private static final String EMAIL = "anna@example.com";
    private static final String CUSTOMER = "{'id':42,'email':'" + EMAIL + "','firstname':'Anna','lastname':'Berg',"
            + "'updated_at':'2026-11-20 10:00:00','created_at':'2026-11-20 10:00:00'}";
    private static final String RETURN =
            "{'entity_id':3,'increment_id':'000000003','order_id':451,'order_increment_id':'000000451','customer_id':42,"
                    + "'date_requested':'2026-11-20 10:11:12','status':'%s','comments':[{'comment':'The bottle leaks','admin':false,"
                    + "'created_at':'%s'}]}";

    @TempDir
    Path folder;

    private SandboxServer vendors;
    private RunningFlows flows;

    @BeforeEach
    void start() throws Exception {
        vendors = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        call("POST", "hubspot/options", "{'searchLag':0,'tenSecondly':100000,'searchSecondly':100000}");
        run(Map.of());
    }

    private void run(Map<String, String> more) throws Exception {
        run(more, camel -> {});
    }

    private void run(Map<String, String> more, Consumer<DefaultCamelContext> first) throws Exception {
        if (flows != null) flows.close();
        Systems systems = SandboxSystems.of(vendors)
                .salesforce()
                .hubspot()
                .magento("magento-pl")
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
        Map<String, String> settings = new HashMap<>(Map.of(
                "serai.poll.every", "200ms",
                "serai.poll.initial-delay", "10ms",
                "serai.hubspot.overlap", "1s",
                "serai.on.hubspot", "true",
                "serai.on.hubspot-tickets", "true",
                "serai.on.dynamics", "true",
                "serai.on.dynamics-in", "true",
                "serai.on.dynamics-cases", "true",
                "serai.on.magento-returns", "true",
                "serai.magento.returns.every", "1h"));
        settings.putAll(more);
        flows = new RunningFlows(folder, systems, settings, first, FILES);
    }

    @AfterEach
    void stop() {
        if (flows != null) flows.close();
        vendors.close();
    }

    @Test
    void aReturnOfAShopIsInAllOfThemAndResolvedInAllOfThem() {
        tells("magento.customer", "42", CUSTOMER);
        tells("magento.return", "return:3", RETURN.formatted("received", "2026-11-20 10:11:12"));
        quiet(() -> is(ticket(), "/properties/hs_pipeline_stage", "3")
                && is(incident(), "/statecode", "0")
                && is(caseThere(), "/Status", "Working"));
        String contact = call("GET", "hubspot/contacts?email=" + EMAIL, "")
                .at("/records/0/id")
                .asText();
        assertThat(ticket().at("/associations/contacts/0").asText()).isEqualTo(contact);
        assertThat(incident().path("_customerid_value").asText())
                .isEqualTo(call("GET", "dynamics/contacts?emailaddress1=" + EMAIL, "")
                        .at("/value/0/contactid")
                        .asText());

        tells("magento.return", "return:3", RETURN.formatted("processed_closed", "2026-11-21 10:11:12"));

        quiet(() -> is(ticket(), "/properties/hs_pipeline_stage", "4")
                && is(incident(), "/statecode", "1")
                && is(caseThere(), "/Status", "Closed"));
        assertThat(record().path("status").asText()).isEqualTo("resolved");
        assertThat(record().path("number").asText()).describedAs("the shop's").isEqualTo("000000003");
        assertThat(incident().path("statuscode").asInt()).isEqualTo(5);
        assertThat(call("GET", "hubspot/tickets", "").path("total").asInt()).isEqualTo(1);
        assertThat(call("GET", "dynamics/incidents", "").path("total").asInt()).isEqualTo(1);
        assertThat(call("GET", "salesforce/Case", "").path("total").asInt()).isEqualTo(1);
        assertThat(caseThere().path("_writes").asInt())
                .describedAs("made, closed")
                .isEqualTo(2);
        assertThat(incident().path("_writes").asInt())
                .describedAs("made, to be closed, its mark, closed; and the priority that Salesforce gives by itself")
                .isBetween(4, 5);
    }

    @Test
    void whatPeopleDoWithATicketIsInTheOthersOnceAndTheTicketStaysTheirs() {
        tells("magento.customer", "42", CUSTOMER);
        quiet(() ->
                call("GET", "hubspot/contacts?email=" + EMAIL, "").path("total").asInt() == 1);
        String contact = call("GET", "hubspot/contacts?email=" + EMAIL, "")
                .at("/records/0/id")
                .asText();
        String id = people(
                        "POST",
                        "tickets",
                        "{'properties':{'subject':'The mug is broken','hs_pipeline_stage':'1','hs_ticket_priority':'HIGH'}}")
                .path("id")
                .asText();
        people("PUT", "../../v4/objects/tickets/" + id + "/associations/default/contacts/" + contact, "");
        people("PATCH", "tickets/" + id, "{'properties':{'content':'It fell'}}");

        quiet(() -> is(incident(), "/description", "It fell") && is(caseThere(), "/Description", "It fell"));
        assertThat(incident().path("prioritycode").asInt()).isEqualTo(1);
        assertThat(caseThere().path("Status").asText()).isEqualTo("New");
        assertThat(caseThere().path("ContactId").asText()).isNotEmpty();
        assertThat(ticket().at("/properties/hs_pipeline_stage").asText())
                .describedAs("not what Dynamics makes of a new case")
                .isEqualTo("1");

        people("PATCH", "tickets/" + id, "{'properties':{'hs_pipeline_stage':'4'}}");
        quiet(() -> is(incident(), "/statecode", "1") && is(caseThere(), "/Status", "Closed"));
        people("PATCH", "tickets/" + id, "{'properties':{'hs_pipeline_stage':'3'}}");
        quiet(() -> is(incident(), "/statecode", "0") && is(caseThere(), "/Status", "Working"));

        assertThat(record().path("status").asText()).isEqualTo("open");
        assertThat(call("GET", "hubspot/tickets", "").path("total").asInt()).isEqualTo(1);
    }

    @Test
    void aTicketThatPeopleCloseAndMoveBackToWhereItWasPutIsOpenAgainEverywhere() {
        tells("magento.customer", "42", CUSTOMER);
        tells("magento.return", "return:3", RETURN.formatted("received", "2026-11-20 10:11:12"));
        quiet(() -> is(ticket(), "/properties/hs_pipeline_stage", "3") && is(caseThere(), "/Status", "Working"));
        inSalesforce("{'Status':'Escalated'}");
        quiet(() -> is(ticket(), "/properties/serai_status", "escalated") && is(incident(), "/statecode", "0"));

        String id = ticket().path("id").asText();
        people("PATCH", "tickets/" + id, "{'properties':{'hs_pipeline_stage':'4'}}");
        quiet(() -> is(incident(), "/statecode", "1") && is(caseThere(), "/Status", "Closed"));
        people("PATCH", "tickets/" + id, "{'properties':{'hs_pipeline_stage':'3'}}");

        quiet(() -> is(incident(), "/statecode", "0") && !is(caseThere(), "/Status", "Closed"));
        assertThat(ticket().at("/properties/hs_pipeline_stage").asText()).isEqualTo("3");
    }

    @Test
    void aTicketThatIsMovedToAnotherPipelineStaysThere() {
        tells("magento.customer", "42", CUSTOMER);
        tells("magento.return", "return:3", RETURN.formatted("received", "2026-11-20 10:11:12"));
        quiet(() -> is(ticket(), "/properties/hs_pipeline_stage", "3") && is(caseThere(), "/Status", "Working"));
        people(
                "PATCH",
                "tickets/" + ticket().path("id").asText(),
                "{'properties':{'hs_pipeline':'7','hs_pipeline_stage':'71'}}");

        inSalesforce("{'Status':'Escalated'}");
        await().until(() -> is(ticket(), "/properties/serai_status", "escalated"));

        assertThat(ticket().at("/properties/hs_pipeline").asText()).isEqualTo("7");
        assertThat(ticket().at("/properties/hs_pipeline_stage").asText()).isEqualTo("71");
    }

    @Test
    void aTicketOfAnotherPipelineIsNoCaseUntilItIsMovedToOurs() {
        String other = people(
                        "POST",
                        "tickets",
                        "{'properties':{'subject':'A parcel','hs_pipeline':'7','hs_pipeline_stage':'71'}}")
                .path("id")
                .asText();
        await().until(() -> received(other) > 0 && isIdle());
        assertThat(links(other, "1 = 1")).isZero();

        people("PATCH", "tickets/" + other, "{'properties':{'hs_pipeline':'0','hs_pipeline_stage':'1'}}");
        quiet(() -> is(caseThere(), "/Subject", "A parcel"));
        assertThat(record().path("status").asText()).isEqualTo("new");
    }

    @Test
    void aCaseWhoseTicketPeopleMoveToAnotherPipelineIsStillOne() {
        String id = people("POST", "tickets", "{'properties':{'subject':'The mug is broken','hs_pipeline_stage':'1'}}")
                .path("id")
                .asText();
        quiet(() -> is(caseThere(), "/Status", "New"));

        people(
                "PATCH",
                "tickets/" + id,
                "{'properties':{'hs_pipeline':'7','hs_pipeline_stage':'71','subject':'The mug is lost'}}");
        quiet(() -> is(caseThere(), "/Subject", "The mug is lost"));
        assertThat(caseThere().path("Status").asText()).isEqualTo("New");

        call(
                "PATCH",
                "salesforce/people/sobjects/Case/" + caseThere().path("Id").asText(),
                "{'Status':'Escalated','Priority':'High'}");
        quiet(() -> is(ticket(), "/properties/hs_ticket_priority", "HIGH"));
        assertThat(ticket().at("/properties/hs_pipeline").asText()).isEqualTo("7");
        assertThat(ticket().at("/properties/hs_pipeline_stage").asText()).isEqualTo("71");
        assertThat(record().path("status").asText()).isEqualTo("escalated");
    }

    @Test
    void aTicketInAStageOfThePortalsOwnStaysThereUntilAnotherStatusIsSaid() {
        tells("magento.customer", "42", CUSTOMER);
        tells("magento.return", "return:3", RETURN.formatted("received", "2026-11-20 10:11:12"));
        quiet(() -> is(ticket(), "/properties/hs_pipeline_stage", "3") && is(caseThere(), "/Status", "Working"));
        String id = ticket().path("id").asText();
        people("PATCH", "tickets/" + id, "{'properties':{'hs_pipeline_stage':'5'}}");
        salesforceSays("{'Priority':'High'}");
        quiet(() -> is(ticket(), "/properties/hs_ticket_priority", "HIGH"));
        assertThat(ticket().at("/properties/hs_pipeline_stage").asText()).isEqualTo("5");
        assertThat(record().path("status").asText()).isEqualTo("open");

        salesforceSays("{'Status':'Closed'}");
        quiet(() -> is(ticket(), "/properties/hs_pipeline_stage", "4"));
    }

    @Test
    void aReturnThatWasClosedInHubspotStaysClosedWhereverItsTicketIsDragged() {
        tells("magento.customer", "42", CUSTOMER);
        tells("magento.return", "return:3", RETURN.formatted("received", "2026-11-20 10:11:12"));
        quiet(() -> is(ticket(), "/properties/hs_pipeline_stage", "3") && is(caseThere(), "/Status", "Working"));
        staysClosedWhereverItIsDragged(ticket().path("id").asText());
    }

    @Test
    void aTicketOfPeopleThatTheyClosedStaysClosedWhereverTheyDragIt() {
        tells("magento.customer", "42", CUSTOMER);
        quiet(() ->
                call("GET", "hubspot/contacts?email=" + EMAIL, "").path("total").asInt() == 1);
        String contact = call("GET", "hubspot/contacts?email=" + EMAIL, "")
                .at("/records/0/id")
                .asText();
        String id = people("POST", "tickets", "{'properties':{'subject':'The mug is broken','hs_pipeline_stage':'1'}}")
                .path("id")
                .asText();
        people("PUT", "../../v4/objects/tickets/" + id + "/associations/default/contacts/" + contact, "");
        people("PATCH", "tickets/" + id, "{'properties':{'content':'It fell'}}");
        quiet(() -> is(incident(), "/statecode", "0") && is(caseThere(), "/Status", "New"));
        staysClosedWhereverItIsDragged(id);
    }

    private void staysClosedWhereverItIsDragged(String id) {
        people("PATCH", "tickets/" + id, "{'properties':{'hs_pipeline_stage':'4'}}");
        quiet(() -> is(incident(), "/statecode", "1") && is(caseThere(), "/Status", "Closed"));

        people("PATCH", "tickets/" + id, "{'properties':{'hs_pipeline_stage':'5','subject':'In the archive'}}");
        staysClosed("In the archive");
        people(
                "PATCH",
                "tickets/" + id,
                "{'properties':{'hs_pipeline':'7','hs_pipeline_stage':'71','subject':'In another pipeline'}}");
        staysClosed("In another pipeline");
        assertThat(ticket().at("/properties/hs_pipeline_stage").asText()).isEqualTo("71");
    }

    private void staysClosed(String subject) {
        quiet(() -> is(caseThere(), "/Subject", subject));
        assertThat(record().path("status").asText()).isEqualTo("resolved");
        assertThat(record().path("closed").asBoolean()).isTrue();
        assertThat(incident().path("statecode").asInt()).isEqualTo(1);
        assertThat(caseThere().path("Status").asText()).isEqualTo("Closed");
    }

    @Test
    void aStageThatNoTableKnowsIsWarnedOfAndAStatusThatHubspotHasNoStageForIsNot() throws Exception {
        Set<String> warnings = ConcurrentHashMap.newKeySet();
        run(
                Map.of(),
                camel -> camel.getCamelContextExtension().addLogListener((exchange, logger, message) -> {
                    if (message.startsWith("Tickets of HubSpot")) warnings.add(message);
                    return message;
                }));
        tells("magento.customer", "42", CUSTOMER);
        tells("magento.return", "return:3", RETURN.formatted("received", "2026-11-20 10:11:12"));
        quiet(() -> is(ticket(), "/properties/hs_pipeline_stage", "3") && is(caseThere(), "/Status", "Working"));
        inSalesforce("{'Status':'On Hold'}");
        quiet(() -> is(ticket(), "/properties/serai_status", "On Hold"));
        people("PATCH", "tickets/" + ticket().path("id").asText(), "{'properties':{'hs_pipeline_stage':'5'}}");
        quiet(() -> !warnings.isEmpty());
        assertThat(warnings).singleElement().asString().contains("do not know: 5.");
    }

    private void salesforceSays(String fields) {
        call(
                "PATCH",
                "salesforce/people/sobjects/Case/" + caseThere().path("Id").asText(),
                fields);
    }

    @Test
    void whatATicketDoesNotShowIsNotWrittenToItThoughItsStatusIsSomebodyElses() throws Exception {
        tells("magento.customer", "42", CUSTOMER);
        tells("magento.return", "return:3", RETURN.formatted("received", "2026-11-20 10:11:12"));
        quiet(() -> is(ticket(), "/properties/hs_pipeline_stage", "3") && is(caseThere(), "/Status", "Working"));
        String badly = RETURN.replace("leaks", "leaks badly").formatted("received", "2026-11-20 10:11:13");
        tells("magento.return", "return:3", badly);
        quiet(() ->
                is(ticket(), "/properties/content", "The bottle leaks badly")); // with all that the others made of it
        int written = updates();

        flows.bus().camel().getRouteController().stopRoute("cases-to-hubspot");
        String there =
                "salesforce/people/sobjects/Case/" + caseThere().path("Id").asText();
        call("PATCH", there, "{'Status':'Escalated'}");
        await().until(() -> is(record(), "/status", "escalated"));
        call("PATCH", there, "{'Status':'Working'}");
        await().until(() -> is(record(), "/status", "open"));
        flows.bus().camel().getRouteController().startRoute("cases-to-hubspot");

        quiet(() -> is(record(), "/status", "open"));
        assertThat(updates()).isEqualTo(written);
    }

    /** Calls that write to what HubSpot has already; it does not count what is written as it was. */
    private int updates() {
        return call("GET", "hubspot/stats", "")
                .path("calls")
                .path("POST crm/v3/objects/*/batch/update")
                .path("200")
                .asInt();
    }

    @Test
    void pipelinesWhoseTicketsAreCasesAreNamed() throws Exception {
        run(Map.of("serai.hubspot.ticket-pipelines", " 7, 8"));
        people("POST", "tickets", "{'properties':{'subject':'A parcel','hs_pipeline':'7','hs_pipeline_stage':'71'}}");
        quiet(() -> is(caseThere(), "/Subject", "A parcel"));
    }

    @Test
    void ticketsOfThePipelineThatTheMappingNamesAreCasesWithoutASetting(@TempDir Path mappings) throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("mappings"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = mappings.resolve(Path.of("mappings").relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        for (String file : List.of("case-to-hubspot.mapping.yaml", "case-to-hubspot.tests.yaml")) {
            Path copy = mappings.resolve("hubspot").resolve(file);
            Files.writeString(copy, Files.readString(copy).replaceAll("(?<=hs_pipeline: {0,9}'?\")0", "7"));
        }
        Mappings edited = Mappings.load(mappings);
        assertThat(edited.findings()).isEmpty();
        run(
                Map.of(),
                camel -> camel.getComponent("mapping", MappingComponent.class).setMappings(edited));

        String parcel = people(
                        "POST",
                        "tickets",
                        "{'properties':{'subject':'A parcel','hs_pipeline':'7','hs_pipeline_stage':'71'}}")
                .path("id")
                .asText();
        quiet(() -> is(caseThere(), "/Subject", "A parcel"));
        String mug = people("POST", "tickets", "{'properties':{'subject':'A mug','hs_pipeline_stage':'1'}}")
                .path("id")
                .asText();
        await().until(() -> received(mug) > 0 && isIdle());
        assertThat(links(mug, "1 = 1")).isZero();
        assertThat(links(parcel, "1 = 1")).isEqualTo(1);
    }

    @Test
    void whatPeopleDoInDynamicsIsInTheOthersAndAStatusThatItDoesNotKnowIsKept() {
        tells("magento.customer", "42", CUSTOMER);
        quiet(() -> call("GET", "dynamics/contacts?emailaddress1=" + EMAIL, "")
                        .path("total")
                        .asInt()
                == 1);
        String contact = call("GET", "dynamics/contacts?emailaddress1=" + EMAIL, "")
                .at("/value/0/contactid")
                .asText();
        call(
                "POST",
                "dynamics/people/api/data/v9.2/incidents",
                "{'title':'The lid is missing','customerid_contact@odata.bind':'/contacts(" + contact + ")'}");
        quiet(() -> is(ticket(), "/properties/subject", "The lid is missing") && is(caseThere(), "/Status", "Working"));
        assertThat(ticket().at("/associations/contacts")).hasSize(1);

        inSalesforce("{'Status':'Escalated'}");
        quiet(() -> is(ticket(), "/properties/serai_status", "escalated")
                && is(incident(), "/serai_status", "0:escalated"));
        assertThat(record().path("status").asText())
                .describedAs("neither HubSpot nor Dynamics has it")
                .isEqualTo("escalated");

        String id = incident().path("incidentid").asText();
        call("DELETE", "dynamics/people/api/data/v9.2/incidents(" + id + ")", "");
        await().until(() -> links(id, "gone_at IS NOT NULL") == 1);
    }

    @Test
    void aCaseThatWaitsStaysSoInAllOfThemUntilSomebodyInSalesforceClosesIt() {
        tells("magento.customer", "42", CUSTOMER);
        quiet(() ->
                call("GET", "hubspot/contacts?email=" + EMAIL, "").path("total").asInt() == 1);
        String contact = call("GET", "hubspot/contacts?email=" + EMAIL, "")
                .at("/records/0/id")
                .asText();
        String id = people(
                        "POST",
                        "tickets",
                        "{'properties':{'subject':'The mug is broken','hs_pipeline_stage':'2','hs_ticket_priority':'HIGH'}}")
                .path("id")
                .asText();
        people("PUT", "../../v4/objects/tickets/" + id + "/associations/default/contacts/" + contact, "");
        people("PATCH", "tickets/" + id, "{'properties':{'content':'It fell'}}");
        quiet(() -> is(incident(), "/description", "It fell")
                && is(incident(), "/serai_status", "0:waiting")
                && is(caseThere(), "/Description", "It fell")
                && is(caseThere(), "/Status", "Working"));
        assertThat(record().path("status").asText()).isEqualTo("waiting");

        int incidentWrites = incident().path("_writes").asInt();
        int caseWrites = caseThere().path("_writes").asInt();
        inSalesforce("{'Subject':'The mug is in pieces'}");
        quiet(() -> is(incident(), "/title", "The mug is in pieces")
                && is(ticket(), "/properties/subject", "The mug is in pieces"));
        assertThat(record().path("status").asText())
                .describedAs("what is still in Salesforce as it was written there says nothing")
                .isEqualTo("waiting");
        assertThat(ticket().at("/properties/hs_pipeline_stage").asText()).isEqualTo("2");
        assertThat(incident().path("_writes").asInt()).isEqualTo(incidentWrites + 1);
        assertThat(caseThere().path("_writes").asInt()).describedAs("by people").isEqualTo(caseWrites + 1);

        inSalesforce("{'Status':'Closed'}");
        quiet(() -> is(ticket(), "/properties/hs_pipeline_stage", "4") && is(incident(), "/statecode", "1"));
        assertThat(record().path("status").asText()).isEqualTo("resolved");
    }

    @Test
    void aCancelledCaseStaysSoInAllOfThemThoughSalesforceHasNoWordForIt() {
        tells("magento.customer", "42", CUSTOMER);
        quiet(() -> call("GET", "dynamics/contacts?emailaddress1=" + EMAIL, "")
                        .path("total")
                        .asInt()
                == 1);
        String contact = call("GET", "dynamics/contacts?emailaddress1=" + EMAIL, "")
                .at("/value/0/contactid")
                .asText();
        call(
                "POST",
                "dynamics/people/api/data/v9.2/incidents",
                "{'title':'The lid is missing','customerid_contact@odata.bind':'/contacts(" + contact + ")'}");
        quiet(() -> is(ticket(), "/properties/subject", "The lid is missing") && is(caseThere(), "/Status", "Working"));
        call(
                "PATCH",
                "dynamics/people/api/data/v9.2/incidents("
                        + incident().path("incidentid").asText() + ")",
                "{'statecode':2}");

        quiet(() -> is(ticket(), "/properties/serai_status", "cancelled") && is(caseThere(), "/Status", "Closed"));
        assertThat(record().path("status").asText()).isEqualTo("cancelled");
        assertThat(incident().path("statecode").asInt()).isEqualTo(2);
        assertThat(ticket().at("/properties/hs_pipeline_stage").asText()).isEqualTo("4");

        int incidentWrites = incident().path("_writes").asInt();
        int caseWrites = caseThere().path("_writes").asInt();
        inSalesforce("{'Subject':'The lid is gone'}");
        quiet(() -> is(ticket(), "/properties/subject", "The lid is gone"));
        assertThat(record().path("status").asText())
                .describedAs("what is still in Salesforce as it was written there says nothing")
                .isEqualTo("cancelled");
        assertThat(ticket().at("/properties/serai_status").asText()).isEqualTo("cancelled");
        assertThat(incident().path("_writes").asInt()).isEqualTo(incidentWrites);
        assertThat(caseThere().path("_writes").asInt()).describedAs("by people").isEqualTo(caseWrites + 1);
    }

    @Test
    void webhooksOfTicketsAreReadWhereTheyAreWanted() throws Exception {
        run(Map.of("serai.poll.initial-delay", "1h"));
        String id = people("POST", "tickets", "{'properties':{'subject':'The mug is broken','hs_pipeline_stage':'2'}}")
                .path("id")
                .asText();

        String parcel = people(
                        "POST",
                        "tickets",
                        "{'properties':{'subject':'A parcel','hs_pipeline':'7','hs_pipeline_stage':'71'}}")
                .path("id")
                .asText();

        happened("ticket.changed", parcel);
        happened("ticket.changed", id);
        await().until(() -> is(record(), "/status", "waiting") && isIdle());
        assertThat(links(parcel, "1 = 1")).describedAs("of another pipeline").isZero();
        people("DELETE", "tickets/" + id, "");
        happened("ticket.deleted", id);
        await().until(() -> links(id, "gone_at IS NOT NULL") == 1);

        run(Map.of("serai.poll.initial-delay", "1h", "serai.hubspot.ticket-pipelines", "*"));
        happened("ticket.changed", parcel);
        await().until(() -> links(parcel, "1 = 1") == 1);

        run(Map.of("serai.poll.initial-delay", "1h", "serai.on.hubspot-tickets", "false"));
        String other = people("POST", "tickets", "{'properties':{'subject':'Another','hs_pipeline_stage':'1'}}")
                .path("id")
                .asText();
        happened("ticket.changed", other);
        await().until(() -> List.copyOf(flows.bus().handled()).stream()
                .anyMatch(handled -> handled.flow().equals("hubspot-tickets-read")));
        assertThat(links(other, "1 = 1")).isZero();
    }

    private void happened(String what, String id) {
        flows.bus()
                .publish(
                        "hubspot." + what,
                        "hubspot",
                        id,
                        json("{'eventId':1,'changeSource':'CRM_UI','objectId':'" + id + "'}"));
    }

    private void tells(String topic, String id, String data) {
        flows.bus().publish(topic, "magento-pl", id, json(data));
    }

    /** What is waited for is so, and stays so: all that the systems hold was read, and all of it handled; nothing failed for good. */
    private void quiet(BooleanSupplier reached) {
        await().until(() -> reached.getAsBoolean() && isRead() && isIdle() && isRead() && reached.getAsBoolean());
        assertThat(flows.bus().backlogs()).allMatch(backlog -> backlog.dead() == 0);
    }

    private boolean isIdle() {
        return flows.bus().backlogs().stream()
                .filter(backlog -> !backlog.group().isEmpty())
                .allMatch(backlog -> backlog.waiting() == 0 && backlog.parked() == 0);
    }

    private boolean isRead() {
        return isRead("hubspot-tickets", ticket(), "updatedAt")
                && isRead("dynamics-cases", incident(), "modifiedon", "statecode", "serai_status", "description")
                && isRead("salesforce-cases", caseThere(), "SystemModstamp");
    }

    private boolean isRead(String flow, JsonNode held, String... members) {
        return held.isMissingNode()
                || List.copyOf(flows.bus().handled()).stream()
                        .filter(handled -> handled.flow().equals(flow))
                        .anyMatch(handled -> Stream.of(members)
                                .allMatch(
                                        member -> start(handled.item().message().data(), member)
                                                .equals(start(held, member))));
    }

    /** Times to the millisecond, however their zone is written. */
    private static String start(JsonNode node, String member) {
        String text = node.path(member).asText();
        return text.substring(0, Math.min(23, text.length()));
    }

    private static boolean is(JsonNode node, String path, String value) {
        return node.at(path).asText().equals(value);
    }

    private JsonNode ticket() {
        return call("GET", "hubspot/tickets", "").at("/records/0");
    }

    private JsonNode incident() {
        return call("GET", "dynamics/incidents", "").at("/value/0");
    }

    private JsonNode caseThere() {
        return call("GET", "salesforce/Case", "").at("/records/0");
    }

    private int links(String externalId, String where) {
        return flows.bus()
                .store()
                .read(tx -> tx.first(
                        "SELECT count(*) FROM hub_link WHERE external_id = ? AND " + where,
                        row -> row.getInt(1),
                        externalId))
                .orElse(0);
    }

    /** How often the poll read it, each time another one. */
    private int received(String ticket) {
        return flows.bus()
                .store()
                .read(tx -> tx.first(
                        "SELECT count(*) FROM journal WHERE topic = 'hubspot.ticket' AND external_id = ?",
                        row -> row.getInt(1),
                        ticket))
                .orElse(0);
    }

    /** The hub's only case. */
    private JsonNode record() {
        return flows.bus()
                .store()
                .read(tx -> tx.first(
                        "SELECT record_id FROM hub_link WHERE entity = 'case' ORDER BY record_id",
                        row -> row.getString(1)))
                .flatMap(id -> flows.records().show(id))
                .map(shown -> shown.data())
                .orElseGet(Json.MAPPER::createObjectNode);
    }

    private void inSalesforce(String body) {
        call(
                "PATCH",
                "salesforce/people/sobjects/Case/" + caseThere().path("Id").asText(),
                body);
    }

    private JsonNode people(String method, String path, String body) {
        return call(method, "hubspot/crm/v3/objects/" + path, body);
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
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(vendors.url(path)).normalize())
                    .header("Authorization", "Bearer sandbox-hubspot-user")
                    .header("Content-Type", "application/json")
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
