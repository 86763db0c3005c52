package io.serai.flow.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.CallMeter;
import io.serai.connect.SystemComponents;
import io.serai.connect.Systems;
import io.serai.connect.TestSystems;
import io.serai.connect.VendorDouble;
import io.serai.connect.VendorDouble.Answer;
import io.serai.connect.VendorDouble.Request;
import io.serai.connect.quota.Limiters;
import io.serai.flow.Check;
import io.serai.message.Finding;
import io.serai.message.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of routes/README.md: a system with a REST API that Serai has never heard of, connected by YAML only. */
class RestExampleTest {
    private static final Path EXAMPLE = Path.of("deploy/examples/loyalty");

    @TempDir
    Path folder;

    private final List<JsonNode> arrived = new CopyOnWriteArrayList<>();
    private final List<JsonNode> results = new CopyOnWriteArrayList<>();
    private VendorDouble loyalty;
    private ScheduleFixture fixture;

    @BeforeEach
    void start() {
        loyalty = new VendorDouble(RestExampleTest::answer);
        Systems systems = TestSystems.of(
                "loyalty.kind", "rest",
                "loyalty.url", loyalty.url(),
                "loyalty.auth", "bearer",
                "loyalty.token", "t");
        systems.requireValid();
        fixture = new ScheduleFixture(folder, systems);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        CallMeter meter = new CallMeter(meters);
        new SystemComponents(systems, meter, Limiters.alone(meters, meter)).configure(fixture.context);
        fixture.context.getPropertiesComponent().addInitialProperty("serai.poll.every", "20");
        fixture.context
                .getComponent("kamelet", KameletComponent.class)
                .setLocation("file:" + Path.of("routes/kamelets").toAbsolutePath());
        fixture.component("journal", exchange -> {});
        fixture.component(
                "bus", exchange -> exchange.getMessage().getBody(JsonNode.class).forEach(arrived::add));
    }

    @AfterEach
    void stop() {
        fixture.close();
        loyalty.close();
    }

    @Test
    void besideTheShippedFilesItHasNoFindings() throws IOException {
        for (String part : List.of("routes", "mappings")) {
            copy(Path.of(part), folder.resolve(part));
            copy(EXAMPLE.resolve(part), folder.resolve(part));
        }

        assertThat(Check.run(folder.resolve("routes"), folder.resolve("mappings")))
                .extracting(Finding::toString)
                .isEmpty();
    }

    @Test
    void theReadmeShowsEveryFileAsItIs() throws IOException {
        String readme = Files.readString(Path.of("routes/README.md"));
        try (Stream<Path> files = Files.walk(EXAMPLE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith("README.md")) continue;
                assertThat(readme)
                        .as("%s", file)
                        .contains(Files.readString(file).indent(4));
            }
        }
    }

    @Test
    void membersThatChangedAreReadAndTheWatermarkIsThere() throws Exception {
        load(Files.readString(EXAMPLE.resolve("routes/loyalty-members.camel.yaml"))
                .split("- route:\n    id: loyalty-members\n")[0]);
        await().until(() -> fixture.runs("loyalty-members", "none", "ok") >= 2);

        assertThat(arrived).extracting(member -> member.path("id").asInt()).contains(1, 2);
        Request first = loyalty.requests().get(0);
        assertThat(first.uri().getRawPath()).isEqualTo("/api/members");
        assertThat(first.uri().getQuery())
                .isEqualTo("changed_since=1970-01-01T00:00:00Z&sort=changed_at&size=100&page=1");
        assertThat(first.header("Authorization")).isEqualTo("Bearer t");
        assertThat(fixture.watermarks.of("loyalty-members", ""))
                .contains(new Watermark(Instant.parse("2026-11-20T10:15:32Z"), "2"));
    }

    @Test
    void aCustomerIsPutUnderItsKey() throws Exception {
        fixture.component("hub", exchange -> {
            if (exchange.getProperty(Exchange.TO_ENDPOINT, String.class).contains("delivered"))
                results.add(exchange.getMessage().getBody(JsonNode.class));
        });
        fixture.component(
                "mapped",
                exchange ->
                        exchange.getMessage().setBody(json("{\"member_no\":\"a/b ü\",\"mail\":\"anna@example.com\"}")));
        load(Files.readString(EXAMPLE.resolve("routes/customers-to-loyalty.camel.yaml"))
                .replaceFirst("uri: bus:customer.changed\n +parameters: [^\n]+\n", "uri: direct:customers\n")
                .replace("mapping:customer-to-loyalty", "mapped:customer"));

        Exchange answer = fixture.context.createProducerTemplate().request("direct:customers", exchange -> {});

        assertThat(answer.getException()).isNull();
        assertThat(results).containsExactly(json("[{\"ok\":true,\"id\":\"77\"}]"));
        Request put = loyalty.requests().get(0);
        assertThat(put.method()).isEqualTo("PUT");
        assertThat(put.uri().getRawPath()).isEqualTo("/api/members/a%2Fb%20%C3%BC");
        assertThat(put.header("Content-Type")).startsWith("application/json");
        assertThat(json(put.body())).isEqualTo(json("{\"member_no\":\"a/b ü\",\"mail\":\"anna@example.com\"}"));
        assertThat(answer.getVariables()).isEmpty();
    }

    @Test
    void aPostThatAnswersNothingKeepsTheKeyAsTheId() {
        Exchange answer = fixture.context
                .createProducerTemplate()
                .request(
                        "kamelet:rest-upsert?system=loyalty&path=/api/quiet&method=POST&key=${jq(.mail)}", exchange -> {
                            exchange.getMessage().setBody(json("{\"mail\":\"anna@example.com\"}"));
                            exchange.getMessage().setHeader("CamelHttpPath", "/hooks/loyalty");
                        });

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody(JsonNode.class))
                .isEqualTo(json("[{\"ok\":true,\"id\":\"anna@example.com\"}]"));
        assertThat(loyalty.requests().get(0).uri().getRawPath()).isEqualTo("/api/quiet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void aKeyThatIsAnotherPlaceIsARefusalOfThatRecord(String key) {
        Exchange answer = fixture.context
                .createProducerTemplate()
                .request(
                        "kamelet:rest-upsert?system=loyalty&path=/api/members/{key}&key=${jq(.no)}",
                        exchange -> exchange.getMessage().setBody(json("{\"no\":\"" + key + "\"}")));

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody(JsonNode.class)).isEqualTo(json("""
                [{"ok":false,"code":"bad-key","message":"expected a key that may stand in a path","retry":false}]"""));
        assertThat(loyalty.requests()).isEmpty();
    }

    private static Answer answer(Request request) {
        if (request.uri().getPath().equals("/api/quiet")) return Answer.json(204, "");
        if (request.method().equals("PUT")) return Answer.json(200, "{\"id\":77}");
        return Answer.json(200, """
                {"members":[{"id":1,"mail":"a@example.com","changed_at":"2026-11-20T10:15:31Z"},
                            {"id":2,"mail":"b@example.com","changed_at":"2026-11-20T10:15:32Z"}]}""");
    }

    private void load(String route) throws Exception {
        PluginHelper.getRoutesLoader(fixture.context)
                .loadRoutes(ResourceHelper.fromString("file:loyalty.camel.yaml", route));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
