package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.bus.Backlog;
import io.serai.connect.VendorDouble;
import io.serai.message.Json;
import io.serai.message.Outcome;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Omnisend takes its time for each yes, as it does when a quota is used up: who says no meanwhile is not mailed until they are through. */
class RefusalsFirstTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private SandboxServer vendors;
    private VendorDouble omnisend;
    private RunningFlows flows;
    /** Before a yes is written it is asked what Omnisend has; that is when it waits. */
    private volatile CountDownLatch yeses = new CountDownLatch(0);

    @BeforeEach
    void start() throws Exception {
        vendors = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        omnisend = new VendorDouble(this::behind);
        flows = new RunningFlows(
                folder,
                SandboxSystems.of(vendors)
                        .with(
                                "omnisend.kind", "omnisend",
                                "omnisend.url", omnisend.url() + "/api",
                                "omnisend.auth", "api-key",
                                "omnisend.token", "sandbox-omnisend-key",
                                "omnisend.response-timeout", "PT5M")
                        .systems(),
                Map.of(),
                "magento-customers.camel.yaml",
                "magento-consents.camel.yaml",
                "customers-to-omnisend.camel.yaml",
                "consents-to-omnisend.camel.yaml");
    }

    @AfterEach
    void stop() {
        yeses.countDown();
        flows.close();
        omnisend.close();
        vendors.close();
    }

    @Test
    void aNoDoesNotWaitBehindTheYesesThatWaitForOmnisend() {
        customer(1, "true");
        settled();
        yeses = new CountDownLatch(1);
        IntStream.rangeClosed(2, 40).forEach(id -> customer(id, "true"));
        eventually(() -> assertThat(omnisend.requests())
                .filteredOn(request -> request.method().equals("GET"))
                .hasSizeGreaterThan(1));

        customer(1, "false");
        eventually(() -> assertThat(status(1)).isEqualTo("unsubscribed"));
        assertThat(flows.bus().backlogs())
                .filteredOn(backlog ->
                        backlog.group().equals("omnisend") && backlog.topic().equals("consent.changed"))
                .hasSize(1)
                .allMatch(backlog -> backlog.waiting() > 0);
        assertThat(IntStream.rangeClosed(2, 40).mapToObj(this::status)).doesNotContain("subscribed");

        yeses.countDown();
        settled();
        assertThat(IntStream.rangeClosed(2, 40).mapToObj(this::status)).containsOnly("subscribed");
        assertThat(status(1)).isEqualTo("unsubscribed");
        assertThat(told(1)).containsExactly("subscribed", "unsubscribed");
    }

    @Test
    void aNoOfWhoseYesIsBeingWrittenIsTheLastThatIsTold() {
        yeses = new CountDownLatch(1);
        customer(1, "true");
        eventually(() -> assertThat(omnisend.requests())
                .extracting(VendorDouble.Request::method)
                .contains("GET"));

        customer(1, "false");
        eventually(() -> assertThat(flows.bus().handled())
                .extracting(
                        each -> each.flow(),
                        each -> each.item().outcome().kind(),
                        each -> each.item().outcome().reason())
                .contains(tuple("refusals-to-omnisend", Outcome.Kind.PARKED, "delivery-under-way")));
        yeses.countDown();
        settled();
        assertThat(status(1)).isEqualTo("unsubscribed");
        assertThat(told(1)).containsExactly("subscribed", "unsubscribed");
    }

    private VendorDouble.Answer behind(VendorDouble.Request request) {
        try {
            if (request.method().equals("GET")) yeses.await();
            HttpRequest.Builder forwarded = HttpRequest.newBuilder(URI.create(vendors.url("omnisend") + request.uri()))
                    .method(request.method(), BodyPublishers.ofString(request.body()));
            for (String header : List.of("Authorization", "Content-Type", "Omnisend-Version"))
                if (request.header(header) != null) forwarded.header(header, request.header(header));
            HttpResponse<String> answer = CLIENT.send(forwarded.build(), BodyHandlers.ofString());
            return VendorDouble.Answer.json(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void customer(int id, String subscribed) {
        String now = Instant.now().toString().substring(0, 19).replace('T', ' ');
        flows.bus()
                .publish(
                        "magento.customer",
                        "magento-pl",
                        Integer.toString(id),
                        json("{'id':" + id + ",'email':'" + email(id)
                                + "','firstname':'Anna','lastname':'Berg','created_at':'2026-11-01 10:00:00','updated_at':'"
                                + now + "','extension_attributes':{'is_subscribed':" + subscribed + "}}"));
    }

    private static String email(int id) {
        return "c" + id + "@example.com";
    }

    /** As Omnisend shows it; null while it has no such contact. */
    private String status(int id) {
        HttpRequest all = HttpRequest.newBuilder(URI.create(vendors.url("omnisend") + "/contacts"))
                .build();
        try {
            for (JsonNode contact : Json.MAPPER.readTree(
                    CLIENT.send(all, BodyHandlers.ofString()).body()))
                if (contact.path("email").asText().equals(email(id)))
                    return contact.path("status").asText();
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What was written of the person's wish, in this order. */
    private List<String> told(int id) {
        return omnisend.requests().stream()
                .filter(request -> !request.method().equals("GET"))
                .flatMap(request -> json(request.body()).findValues("channels").stream()
                        .filter(channels -> request.body().contains("\"" + email(id) + "\""))
                        .map(channels -> channels.at("/email/status").asText()))
                .toList();
    }

    private void settled() {
        eventually(() -> assertThat(flows.bus().backlogs())
                .filteredOn(backlog -> !backlog.group().isEmpty())
                .allMatch(backlog -> backlog.waiting() == 0 && backlog.parked() == 0));
        assertThat(flows.bus().backlogs()).extracting(Backlog::dead).containsOnly(0L);
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().untilAsserted(assertion);
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
