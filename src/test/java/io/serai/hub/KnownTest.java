package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.message.Item;
import io.serai.message.Note;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the hub has a record of an object, before it is merged. */
class KnownTest {
    private static final String ANN = "{\"email\":\"ann@example.com\"}";

    @TempDir
    Path folder;

    private HubFixture hub;
    private String ann;

    @BeforeEach
    void open() throws Exception {
        hub = new HubFixture(folder);
        ann = hub.merge(hub.said("magento-pl", "9", 1, ANN)).note(Note.RECORD);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void anObjectIsKnownOnceItWasMergedInTheSystemThatSaidIt() {
        List<Item> asked = hub.run(
                "hub:known?entity=customer",
                hub.said("magento-pl", "9", 2, "{\"id\":9,\"name\":\"Ann\"}"),
                hub.said("magento-pl", "10", 2, "{\"id\":10}"),
                hub.said("magento-de", "9", 2, "{\"id\":9}"));

        assertThat(asked.stream().map(item -> item.body().toString()))
                .containsExactly(
                        "{\"id\":9,\"name\":\"Ann\",\"known\":true}",
                        "{\"id\":10,\"known\":false}",
                        "{\"id\":9,\"known\":false}");
        assertThat(isKnown("hub:known?entity=order", "magento-pl", "9")).isFalse();
        assertThat(isKnown("hub:known?entity=customer&system=magento-pl", "hubspot", "9"))
                .isTrue();
    }

    @Test
    void anObjectThatAnotherBecameIsKnownAndOneThatIsGoneStays() {
        hub.run("hub:unite", hub.said("magento-pl", "9", 2, "{\"from\":\"9\",\"into\":\"11\"}"));
        assertThat(isKnown("hub:known?entity=customer", "magento-pl", "11")).isTrue();

        hub.run("hub:remove", hub.said("magento-pl", "11", 3, "{}"));
        assertThat(isKnown("hub:known?entity=customer", "magento-pl", "11")).isTrue();
    }

    @Test
    void whatWasOnlyDeletedOrMergedIsNotKnown() {
        hub.run("hub:remove", hub.said("magento-pl", "20", 2, "{}"));
        hub.run("hub:unite", hub.said("magento-pl", "21", 2, "{\"from\":\"21\",\"into\":\"22\"}"));

        assertThat(isKnown("hub:known?entity=customer", "magento-pl", "20")).isFalse();
        assertThat(isKnown("hub:known?entity=customer", "magento-pl", "22")).isFalse();
    }

    @Test
    void whatIsLinkedToARecordOfOthersIsKnown() {
        hub.run(
                "hub:link?entity=customer",
                hub.said("hubspot", "h1", 2, "{\"record\":\"" + ann + "\",\"externalId\":\"h1\"}"));
        assertThat(isKnown("hub:known?entity=customer", "hubspot", "h1")).isTrue();
    }

    @Test
    void itNeedsAnEntity() {
        assertThatThrownBy(() -> isKnown("hub:known", "magento-pl", "9")).hasStackTraceContaining("needs an entity");
    }

    private boolean isKnown(String verb, String system, String id) {
        return hub.run(verb, hub.said(system, id, 5, "{\"id\":\"" + id + "\"}"))
                .get(0)
                .body()
                .path("known")
                .asBoolean();
    }
}
