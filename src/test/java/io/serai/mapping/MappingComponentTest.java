package io.serai.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.message.LinkKey;
import io.serai.message.Links;
import io.serai.message.Message;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.message.Outcome.Kind;
import io.serai.message.ReadBack;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The component as routes use it, in a plain Camel context, found by its generated service file. */
class MappingComponentTest {
    @TempDir
    Path path;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<JsonNode> arrived = new ArrayList<>();
    private final List<LinkKey> asked = new ArrayList<>();
    private final Map<String, JsonNode> readBack = new HashMap<>();
    private TableFolder folder;

    @BeforeEach
    void routes() throws Exception {
        folder = new TableFolder(path)
                .inbound("email: { from: .mail, required: true }\npoints: .points")
                .outbound("Name: .name\nSystem: $system\nFriend: { link: person, from: .friend }");
        folder.write("shop/in.mapping.yaml", """
                mapping: in
                from: { system: shop, object: user }
                to: person
                when: .hidden | not
                id: .id
                time: { from: .changed, type: datetime, zone: UTC }
                human: .editor != "integration"
                fields:
                  email: { from: .mail, required: true }
                  points: .points
                """);
        folder.write("shop/back.mapping.yaml", """
                mapping: back
                from: { system: crm, object: Contact }
                to: person
                when: .Name != "hidden"
                id: .Id
                time: { from: .Changed, required: true }
                fields:
                  name: { from: .Name | ascii_upcase, type: string, required: true }
                  level: '"of " + $system'
                """);
        Links links = link -> {
            asked.add(link);
            return link.externalId().equals("9") ? Optional.empty() : Optional.of("id-" + link.externalId());
        };
        camel.getRegistry().bind("mappings", folder.load());
        camel.getRegistry().bind("links", links);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("mapping:in").process(this::arrive);
                from("direct:out").to("mapping:out").process(this::arrive);
                from("direct:back").to("mapping:out?readBack=back").process(exchange -> {
                    arrive(exchange);
                    readBack.putAll(ReadBack.of(exchange));
                });
                from("direct:fixed").to("mapping:out?system=crm-2").process(this::arrive);
            }

            private void arrive(Exchange exchange) {
                arrived.add(exchange.getMessage().getBody(JsonNode.class));
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void everyRecordOfABatchGetsItsOwnOutcomeAndTheOthersGoOn() {
        Batch batch = send(
                "direct:in",
                batch(
                        "{ id: 1, mail: A@b.de, changed: '2026-11-20 10:15:31' }",
                        "{ id: 2, points: many }",
                        "{ id: 3, hidden: true }",
                        "{ id: 4, mail: c@d.de }"));

        assertThat(arrived).singleElement().hasToString("[{\"email\":\"a@b.de\"},{\"email\":\"c@d.de\"}]");
        assertThat(batch.items().get(1).outcome())
                .isEqualTo(Outcome.of(
                        Kind.DEAD,
                        "mapping-failed",
                        "in: email: expected a value; points: expected a whole number, got 'many'"));
        assertThat(batch.items().get(2).outcome().kind()).isEqualTo(Kind.SKIPPED_FILTERED);
    }

    @Test
    void anInboundRecordIsNotedAsWhatItIsWhoseItIsAndWhenItChanged() {
        Batch batch = send(
                "direct:in",
                batch(
                        "{ id: 1, mail: a@b.de, changed: '2026-11-20 10:15:31' }",
                        "{ id: 2, mail: a@b.de, editor: integration }"));

        Item first = batch.live().get(0);
        assertThat(first.note(Note.ENTITY)).isEqualTo("person");
        assertThat(first.note(Note.EXTERNAL_ID)).isEqualTo("1");
        assertThat(first.note(Note.SOURCE_TIME)).isEqualTo("2026-11-20T10:15:31Z");
        assertThat(first.note(Note.HUMAN)).isEqualTo("true");
        assertThat(batch.live().get(1).note(Note.HUMAN)).isNull();
        assertThat(first.note(Note.MAPPING)).matches("in@[0-9a-f]{12}");
        assertThat(batch.live().get(1).note(Note.SOURCE_TIME)).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void aRecordWhoseReferenceIsNotInTheTargetWaitsForIt() {
        Batch batch =
                send("direct:out", outbound("{ name: A, friend: 'shop-pl:9' }", "{ name: B, friend: 'shop-pl:8' }"));

        assertThat(batch.items().get(0).outcome().awaits()).isEqualTo(new LinkKey("person", "shop-pl", "9", "crm-1"));
        assertThat(arrived)
                .singleElement()
                .hasToString("[{\"Name\":\"B\",\"System\":\"crm-1\",\"Friend\":\"id-8\",\"Key\":\"r-1\"}]");
    }

    @Test
    void oneReferenceIsLookedUpOnceForABatch() {
        send("direct:out", outbound("{ friend: 'shop-pl:8' }", "{ friend: 'shop-pl:8' }", "{ friend: 'shop-pl:7' }"));

        assertThat(asked).hasSize(2);
    }

    @Test
    void whatTheSystemWillSayOfWhatIsWrittenIsTold() {
        send("direct:back", outbound("{ name: Ann }"));

        assertThat(arrived).singleElement().hasToString("[{\"Name\":\"Ann\",\"System\":\"crm-1\",\"Key\":\"r-1\"}]");
        assertThat(readBack).hasToString("{r-1={\"name\":\"ANN\",\"level\":\"of crm-1\"}}");
    }

    @Test
    void whatCannotBeReadBackIsWrittenAllTheSame() {
        send("direct:back", outbound("{ points: 1 }", "{ name: hidden }"));

        assertThat(arrived.get(0)).hasSize(2);
        assertThat(readBack).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadBackByATableThatReads() {
        assertThatThrownBy(() -> camel.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:x").to("mapping:out?readBack=out");
                    }
                }))
                .hasStackTraceContaining("readBack: 'out' writes to a system; expected a table that reads from one");
    }

    @Test
    void theSystemMayBeNamedByTheRoute() {
        send("direct:fixed", outbound("{ name: A }"));

        assertThat(arrived.get(0).toString()).contains("\"System\":\"crm-2\"");
    }

    @Test
    void aBatchOfWhichNothingIsLeftEndsTheRoute() {
        Batch batch = send("direct:in", batch("{ id: 1 }"));

        assertThat(arrived).isEmpty();
        assertThat(batch.live()).isEmpty();
    }

    @Test
    void aSingleRecordStaysSingle() {
        Batch single = new Batch(batch("{ id: 1, mail: a@b.de }").items(), true);

        send("direct:in", single);

        assertThat(arrived).singleElement().hasToString("{\"email\":\"a@b.de\"}");
    }

    @Test
    void withoutABatchTheBodyIsMapped() {
        assertThat(request("direct:in", "{ id: 1, mail: A@b.de }")).hasToString("{\"email\":\"a@b.de\"}");
        assertThat(request("direct:in", "[{ id: 1, mail: A@b.de }, { id: 2, hidden: true }]"))
                .hasToString("[{\"email\":\"a@b.de\"}]");
    }

    @Test
    void withoutABatchErrorsAreAnExceptionWithAllOfThem() {
        assertThatThrownBy(() -> request("direct:in", "[{ id: 1 }, { points: x, mail: a@b.de }]"))
                .isInstanceOf(CamelExecutionException.class)
                .cause()
                .isInstanceOf(MappingException.class)
                .hasMessage(
                        "in: [0].email: expected a value; [1].id: expected a value; [1].points: expected a whole number,"
                                + " got 'x'");
    }

    @Test
    void aReloadIsSeenByRunningRoutes() {
        folder.outbound("FullName: .name");
        camel.getRegistry().findSingleByType(Mappings.class).reload();

        send("direct:out", outbound("{ name: A }"));

        assertThat(arrived.get(0).toString()).contains("FullName");
    }

    @Test
    void aRouteThatNamesNoTableDoesNotStart() {
        assertThatThrownBy(() -> camel.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:x").to("mapping:inn");
                    }
                }))
                .hasStackTraceContaining("unknown mapping 'inn'; did you mean 'in'?");
    }

    @Test
    void theComponentDescribesItsOptions() throws Exception {
        assertThat(camel.getComponentParameterJsonSchema("mapping"))
                .contains("\"scheme\": \"mapping\"", "\"system\"", "\"producerOnly\": true");
    }

    private Batch send(String route, Batch batch) {
        Exchange exchange = camel.createProducerTemplate().send(route, sent -> Batches.set(sent, batch));
        assertThat(exchange.getException()).isNull();
        return Batches.envelope(exchange);
    }

    private JsonNode request(String route, String body) {
        return camel.createProducerTemplate().requestBody(route, TableFolder.yaml(body), JsonNode.class);
    }

    private static Batch batch(String... records) {
        List<Item> items = new ArrayList<>();
        for (String record : records)
            items.add(Item.of(
                    new Message(
                            "m",
                            "shop.user",
                            "shop-pl",
                            "1",
                            Instant.parse("2026-01-01T00:00:00Z"),
                            "m",
                            TableFolder.yaml(record)),
                    1));
        return new Batch(items, false);
    }

    private static Batch outbound(String... records) {
        return batch(records)
                .mapLive(item ->
                        item.note(Note.TARGET, "crm-1").note(Note.RECORD, "r-1").note(Note.VERSION, "3"));
    }
}
