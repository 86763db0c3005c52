package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Item;
import io.serai.message.Note;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person edits an object in the moment in which we write another change to it: our write knows nothing of the edit, and arrives after it. */
class CrossedEditTest {
    private static final String TO = "?target=hubspot&object=contact";

    @TempDir
    Path folder;

    private HubFixture hub;
    private String ann;
    private final long now = Instant.now().getEpochSecond();

    @BeforeEach
    void open() throws IOException {
        hub = new HubFixture(folder);
        ann = merge("salesforce", "003", now - 100, "Oslo", null).note(Note.RECORD);
        merge("hubspot", "7", now - 90, null, "1");
        write(loaded("salesforce"));
        merge("hubspot", "7", now - 80, "Oslo", "1");
        merge("salesforce", "003", now - 2, "Bergen", null);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void whatWasSaidWhileAnOlderWriteWasUnderWayIsNotTakenBackByTheEchoOfThatWriteButToldAgain() {
        Exchange stale = loaded("salesforce");
        merge("hubspot", "7", now - 1, "Oslo", "2");
        write(stale);
        Item echo = merge("hubspot", "7", now + 1, "Bergen", "1");
        assertThat(value("phone")).isEqualTo("2");
        assertThat(echo.live()).as("it is news").isTrue();
        Exchange again = loaded("hubspot");
        assertThat(body(again).path("phone").asText()).isEqualTo("2");
        write(again);

        Item last = merge("hubspot", "7", now + 2, "Bergen", "2");
        assertThat(HubFixture.outcome(last)).isEqualTo("skipped-unchanged/no-change");
        assertThat(HubFixture.outcomes(HubFixture.items(loaded("hubspot"))))
                .containsExactly("skipped-unchanged/own-change");
    }

    @Test
    void theEchoMayBeReadBeforeTheAnswerOfTheWrite() {
        Exchange stale = loaded("salesforce");
        merge("hubspot", "7", now - 1, "Oslo", "2");
        hub.to("hub:unsent" + TO, stale);
        merge("hubspot", "7", now + 1, "Bergen", "1");
        answer(stale);
        assertThat(value("phone")).isEqualTo("2");
        assertThat(body(loaded("hubspot")).path("phone").asText()).isEqualTo("2");
    }

    @Test
    void aSystemThatMakesSomethingElseOfWhatItIsToldIsNotToldForEver() {
        Exchange stale = loaded("salesforce");
        merge("hubspot", "7", now - 1, "Oslo", "2");
        write(stale);
        merge("hubspot", "7", now + 1, "Bergen", "1");
        write(loaded("hubspot"));
        merge("hubspot", "7", now + 2, "Bergen", "1");
        assertThat(HubFixture.outcomes(HubFixture.items(loaded("hubspot"))))
                .containsExactly("skipped-unchanged/own-change");
    }

    private Item merge(String system, String id, long second, String city, String phone) {
        String json = "{\"email\":\"ann@example.com\""
                + (city == null ? "" : ",\"address\":{\"city\":\"" + city + "\"}")
                + (phone == null ? "" : ",\"phone\":\"" + phone + "\"")
                + "}";
        return hub.merge(hub.said(system, id, second, json));
    }

    /** The delivery route until the body is known; the news are of the system. */
    private Exchange loaded(String source) {
        Item news = hub.change(ann);
        return hub.to(
                "hub:pending" + TO,
                hub.exchange(false, List.of(Item.of(news.message().from(source), 1))));
    }

    private static JsonNode body(Exchange exchange) {
        return HubFixture.items(exchange).get(0).body();
    }

    private void write(Exchange loaded) {
        hub.to("hub:unsent" + TO, loaded);
        answer(loaded);
    }

    private void answer(Exchange written) {
        written.getMessage().setBody(HubFixture.read("[{\"ok\":true,\"id\":\"7\",\"created\":false}]"));
        hub.to("hub:delivered" + TO, written);
    }

    private String value(String path) {
        return hub.data(ann).path(path).asText();
    }
}
