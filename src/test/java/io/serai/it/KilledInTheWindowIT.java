package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL between the moment when something is noted as seen and the moment when its effect is durable. */
class KilledInTheWindowIT {
    private static final String WINDOW = "THE WINDOW IS OPEN";
    private static final String DELAY = """
            - log: { message: "%s" }
            - delay: { constant: "60000", asyncDelayed: false }
            """.formatted(WINDOW);

    @TempDir
    Path folder;

    private Flows flows;
    private Site site;

    @BeforeEach
    void copy() {
        flows = Flows.copiedTo(folder);
        site = Site.in(folder)
                .withoutPolling()
                .set("serai.routes", flows.routes().toString())
                .set("serai.mappings", flows.mappings().toString());
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void aWebhookThatWasNotAnsweredIsNewWhenItComesAgain() {
        String file = "routes/webhooks.camel.yaml";
        String normal = flows.read(file);
        String step = " ".repeat(30) + "- toD:"; // inside the transaction, of a webhook with one event
        flows.edit(file, "\n" + step, "\n" + DELAY.indent(30) + step);
        site.start();
        SignedHook hook = customer("msg-1", "2026-01-02 03:04:05");
        killInTheWindow(hook);

        flows.write(file, normal);
        site.start();
        HttpResponse<byte[]> answer = send(hook);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(Json.read(answer.body()).get("duplicate").asBoolean()).isFalse();
        await("the contact").until(() -> !contacts().isEmpty());
        assertThat(Json.read(send(hook).body()).get("duplicate").asBoolean()).isTrue();
        assertThat(contacts())
                .singleElement()
                .satisfies(contact -> assertThat(contact.get("_writes").asInt()).isEqualTo(1));
    }

    @Test
    void aKeyThatWasTakenAndNotDoneIsHandledWhenItsLeaseHasEnded() {
        flows.only("routes", "webhooks.camel.yaml");
        flows.write("routes/effect.camel.yaml", effect(DELAY));
        site.set("serai.journal.key-lease", "3s").start();
        killInTheWindow(customer("msg-1", "2026-01-02 03:04:05"));
        assertThat(effects()).isEmpty();

        flows.write("routes/effect.camel.yaml", effect(""));
        site.start();
        await("the lease's end")
                .atMost(Duration.ofMinutes(2))
                .until(() -> !effects().isEmpty());

        send(customer("msg-2", "2026-01-02 03:04:06"));
        await("the duplicate").untilAsserted(() -> assertThat(handled()).isEqualTo(2));
        assertThat(effects()).containsExactly("effect on 7");
    }

    /** Sends it, waits until its handling is half done, and kills. */
    private void killInTheWindow(SignedHook hook) {
        CompletableFuture<HttpResponse<byte[]>> unanswered = CompletableFuture.supplyAsync(() -> send(hook));
        await("the window").until(() -> site.runtime().output().contains(WINDOW));
        site.runtime().kill();
        await("its end").until(unanswered::isDone);
    }

    private String effect(String delay) {
        return """
                - route:
                    id: effect
                    from:
                      uri: bus:magento.customer
                      parameters: { group: effects }
                      steps:
                        - idempotentConsumer:
                            idempotentRepository: idempotency
                            simple: ${header.SeraiSystem}:${header.SeraiSubject}
                            steps:
                """ + delay.indent(14) + """
                              - setBody: { simple: "effect on ${header.SeraiSubject}" }
                              - to:
                                  uri: file:%s
                                  parameters: { fileName: effects.txt, fileExist: Append, appendChars: "\\n" }
                """.formatted(folder);
    }

    private List<String> effects() {
        Path file = folder.resolve("effects.txt");
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Messages that the flow has ended. */
    private int handled() {
        JsonNode messages = site.runtime()
                .managementJson("/serai/messages?outcome=completed")
                .get("messages");
        return messages.size();
    }

    private List<JsonNode> contacts() {
        return site.vendors().salesforce("Contact");
    }

    private HttpResponse<byte[]> send(SignedHook hook) {
        return RuntimeProcess.send(hook.request(site.runtime().http("/hooks/magento-pl")));
    }

    private static SignedHook customer(String id, String changed) {
        return SignedHook.of(id, """
                {"type":"customer.created","data":{"id":7,"email":"anna@example.com","firstname":"Anna",\
                "lastname":"Berg","updated_at":"%s"}}""".formatted(changed));
    }
}
