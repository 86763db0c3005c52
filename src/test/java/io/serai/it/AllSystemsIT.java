package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.Kind;
import io.serai.connect.Webhook.Scheme;
import io.serai.message.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each way in which the program meets files, vendors and people, once, as it is packaged: what is found by its name, read as YAML, XML, CSV or a
 * keystore, or written as JSON or protobuf may be there in a JVM and missing in a native executable.
 */
class AllSystemsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /**
     * What a system tells by webhook.
     *
     * @param signed as its configuration says, or null where its kind has a way of its own
     */
    record Line(Kind kind, Scheme signed, String system, String topic) {}

    static final List<Line> LINES = List.of(
            new Line(Kind.MAGENTO, Scheme.STANDARD, "magento-pl", "magento.customer"),
            new Line(Kind.MAGENTO, Scheme.ADOBE_IO, "magento-de", "magento.event"),
            new Line(Kind.SHOPIFY, null, "shopify", "shopify.customer"),
            new Line(Kind.WOOCOMMERCE, null, "woocommerce", "woocommerce.customer"),
            new Line(Kind.BIGCOMMERCE, null, "bigcommerce", "bigcommerce.event"),
            new Line(Kind.HUBSPOT, null, "hubspot", "hubspot.contact.changed"),
            new Line(Kind.DYNAMICS, Scheme.HEADER, "dynamics", "dynamics.hint"),
            new Line(Kind.OMNISEND, null, "omnisend", "omnisend.engagement"),
            new Line(Kind.SMARTICO, null, "smartico", "smartico.engagement"),
            new Line(Kind.REST, Scheme.HMAC_HEX, "helpdesk", "helpdesk.ticket"),
            new Line(Kind.REST, Scheme.HMAC_BASE64, "callcentre", "callcentre.call"));

    /** Those that send no webhooks: to the first one this test delivers, the others have {@link BrokerEdgesIT} and {@link KafkaEdgeIT}. */
    private static final Set<Kind> OTHERS = EnumSet.of(Kind.SALESFORCE, Kind.RABBITMQ, Kind.KAFKA);

    private static final String PRODUCT = """
            {"type":"product.updated","data":{"id":1,"sku":"PEN-1","name":"Pen","price":2,"status":1,"type_id":"simple",\
            "created_at":"2026-01-02 03:04:05","updated_at":"2026-01-02 03:04:05"}}""";

    @TempDir
    static Path folder;

    static AllSystems all;

    @BeforeAll
    static void start() throws Exception {
        all = AllSystems.in(folder);
        all.somethingHappensEverywhere();
    }

    @AfterAll
    static void stop() {
        if (all != null) all.close();
    }

    /** A new kind or signature needs its line above: else nobody knows whether it works in a native executable. */
    @Test
    void everyKindOfSystemAndEverySignatureHasItsLine() {
        Set<Kind> kinds = LINES.stream().map(Line::kind).collect(Collectors.toCollection(() -> EnumSet.copyOf(OTHERS)));
        assertThat(kinds).isEqualTo(EnumSet.allOf(Kind.class));
        assertThat(LINES.stream().map(Line::signed).filter(Objects::nonNull)).contains(Scheme.values());
    }

    @ParameterizedTest
    @FieldSource("LINES")
    void aSignedWebhookIsTakenAndNoOther(Line line) {
        JsonNode received = await(line.topic())
                .atMost(PATIENCE)
                .until(() -> all.received(line.system(), line.topic()), Objects::nonNull);
        assertThat(received.path("channel").asText()).isEqualTo("webhook");

        var unsigned = RuntimeProcess.send(HttpRequest.newBuilder(all.runtime().http("/hooks/" + line.system()))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(unsigned.statusCode()).isEqualTo(401);
        assertThat(Json.read(unsigned.body()).path("type").asText()).startsWith("urn:serai:problem:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"magento-pl", "magento-de", "shopify", "woocommerce", "bigcommerce", "hubspot", "dynamics"})
    void whoeverASystemHasToldOfIsKnown(String system) {
        String path = "/serai/records?entity=customer&match=email:" + all.emailIn(system);
        JsonNode known = await("the customer of " + system)
                .atMost(PATIENCE)
                .until(() -> all.runtime().managementJson(path).at("/records/0"), JsonNode::isObject);
        assertThat(known.at("/provenance/lastName/system").asText()).isEqualTo(system);
    }

    @Test
    void salesforceIsWrittenByJobsAfterALoginWithAKeystore() {
        await("the contact")
                .atMost(PATIENCE)
                .until(() -> all.vendors().find("Contact", "Email", AllSystems.EMAIL), Objects::nonNull);
        JsonNode calls = all.vendors().get("salesforce/stats").path("calls");
        assertThat(calls.at("/POST services~1data~1*~1jobs~1ingest/200").asInt())
                .isPositive();
        assertThat(calls.at("/POST services~1oauth2~1token/200").asInt()).isPositive();
    }

    @Test
    void theManagementApiWantsItsTokenAndFollowsItsFile() throws Exception {
        assertThat(RuntimeProcess.get(all.runtime().management("/serai/flows")).statusCode())
                .isEqualTo(401);
        assertThat(all.runtime().managementJson("/serai/flows").path("flows")).isNotEmpty();

        Path file = all.secret("console-token", "second-token");
        await("the new token")
                .atMost(PATIENCE)
                .until(() -> all.runtime().managementJson("/serai/flows").has("flows"));
        assertThat(Cli.run(all.runtime(), "bus", "--token", "first-token").output())
                .contains("token");
        assertThat(Cli.run(all.runtime(), "bus", "--token-file", file.toString())
                        .output())
                .contains("customer.changed");
    }

    @Test
    void aSecretThatIsChangedInItsFileIsFollowed() throws Exception {
        assertThat(all.ticket("8", AllSystems.HELPDESK_SECRET)).isEqualTo(202);
        assertThat(all.ticket("9", "another-secret")).isEqualTo(401);

        all.secret("helpdesk-secret", "another-secret");
        await("the new secret").atMost(PATIENCE).until(() -> all.ticket("9", "another-secret") == 202);
        assertThat(all.ticket("10", AllSystems.HELPDESK_SECRET)).isEqualTo(401);

        all.secret("helpdesk-secret", AllSystems.HELPDESK_SECRET);
        await("the old one again").atMost(PATIENCE).until(() -> all.ticket("11", AllSystems.HELPDESK_SECRET) == 202);
    }

    @Test
    void aRouteInXmlIsLoadedAndReloaded() {
        String file = "magento-products.camel.xml";
        JsonNode before = flow(file);
        assertThat(before.path("status").asText()).isEqualTo("Started");

        all.flows().edit("routes/" + file, "batch=200", "batch=100");
        await("the new revision")
                .atMost(PATIENCE)
                .until(() -> !flow(file).path("revision").equals(before.path("revision")));
        SignedHook hook = SignedHook.of("product-1", PRODUCT);
        assertThat(RuntimeProcess.send(hook.request(all.runtime().http("/hooks/magento-pl")))
                        .statusCode())
                .isEqualTo(202);
        JsonNode step = await("the product")
                .atMost(PATIENCE)
                .until(
                        () -> {
                            Journey journey = Journey.of(all.runtime(), "magento.product", "1");
                            return journey == null ? null : journey.step("magento-products", "completed");
                        },
                        Objects::nonNull);
        assertThat(step.path("revision")).isEqualTo(flow(file).path("revision"));
    }

    private static JsonNode flow(String file) {
        return StreamSupport.stream(
                        all.runtime()
                                .managementJson("/serai/flows")
                                .path("flows")
                                .spliterator(),
                        false)
                .filter(flow -> flow.path("file").asText().endsWith(file))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tracesAreExportedAndTellOfNobody() {
        await("the spans from the webhook to the vendor")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(all.traces().received())
                        .contains("serai", "POST /hooks/{system}", "journal receive", "hub merge"));
        assertThat(all.traces().received()).doesNotContain(AllSystems.EMAIL).doesNotContain("Nowak");
    }
}
