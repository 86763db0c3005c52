package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.connect.TestSystems;
import io.serai.hub.RecordView;
import io.serai.mapping.MappingComponent;
import io.serai.mapping.Mappings;
import io.serai.message.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What BigCommerce's one marketing flag decides, beside a yes of Shopify: as the value table is shipped, and as a merchant may edit it. */
class BigCommerceConsentTest {
    private static final String TABLE = "tables/bigcommerce-consent.yaml";

    @TempDir
    Path folder;

    @Test
    void asItIsShippedTheFlagDecidesNothing() throws Exception {
        try (RunningFlows flows = flows(Mappings.load(Path.of("mappings")))) {
            tickAndUntick(flows);
            assertThat(decision(flows)).isEqualTo("yes by single_opt_in");
        }
    }

    @Test
    void whereTheTableTakesTrueForAYesUntickingIsANo() throws Exception {
        Path edited = copyOfMappings();
        Path table = edited.resolve(TABLE);
        String shipped = Files.readString(table);
        Files.writeString(table, shipped.replace("true: unknown", "true: \"yes\""));
        assertThat(Files.readString(table)).isNotEqualTo(shipped);
        Path tests = edited.resolve("bigcommerce/bigcommerce-consent.tests.yaml");
        Files.writeString(tests, Files.readString(tests).replace("status: unknown", "status: \"yes\""));

        try (RunningFlows flows = flows(Mappings.load(edited))) {
            tickAndUntick(flows);
            assertThat(decision(flows)).isEqualTo("no by accepts_product_review_abandoned_cart_emails");
        }
    }

    private Path copyOfMappings() throws IOException {
        Path from = Path.of("mappings");
        Path to = folder.resolve("mappings");
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) Files.copy(each, to.resolve(from.relativize(each)));
        }
        return to;
    }

    private RunningFlows flows(Mappings mappings) throws Exception {
        assertThat(mappings.findings()).isEmpty();
        return new RunningFlows(
                folder,
                TestSystems.of(),
                Map.of("serai.on.shopify", "true", "serai.on.bigcommerce", "true"),
                camel -> camel.getComponent("mapping", MappingComponent.class).setMappings(mappings),
                "shopify-customers.camel.yaml",
                "bigcommerce-customers.camel.yaml");
    }

    private static void tickAndUntick(RunningFlows flows) {
        tell(flows, "shopify", """
                {"id":42,"email":"anna@example.com","created_at":"2026-11-18T10:00:00Z","updated_at":"2026-11-18T10:00:00Z",
                 "email_marketing_consent":{"state":"subscribed","opt_in_level":"single_opt_in",
                 "consent_updated_at":"2026-11-18T10:00:00Z"}}""");
        await().until(() -> decision(flows).startsWith("yes"));
        tell(flows, "bigcommerce", flag("2026-11-20T10:00:00Z", true));
        await().until(() ->
                record(flows).links().stream().anyMatch(link -> link.system().equals("bigcommerce")));
        tell(flows, "bigcommerce", flag("2026-11-20T11:00:00Z", false));
        await().until(() -> flows.bus().backlogs().stream()
                .filter(each -> !each.group().isEmpty())
                .allMatch(each -> each.waiting() == 0 && each.parked() == 0 && each.dead() == 0));
    }

    private static String flag(String at, boolean accepts) {
        return """
                {"id":42,"email":"anna@example.com","date_created":"2026-11-17T10:00:00Z","date_modified":"%s",
                 "accepts_product_review_abandoned_cart_emails":%s}""".formatted(at, accepts);
    }

    private static void tell(RunningFlows flows, String system, String json) {
        flows.bus().publish(system + ".customer", system, "42", Json.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String decision(RunningFlows flows) {
        return record(flows).data().at("/emailMarketing/status").asText() + " by "
                + record(flows).data().at("/emailMarketing/source").asText();
    }

    private static RecordView record(RunningFlows flows) {
        return flows.records().show("consent", "shopify", "42").orElseThrow(() -> new AssertionError("no consent"));
    }
}
