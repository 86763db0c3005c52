package io.serai.hub;

import io.serai.message.Note;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The hub with content, for tests of rooms that show it; shares the store of the folder. */
public final class TestHub implements AutoCloseable {
    private final HubFixture hub;

    public TestHub(Path folder) {
        try {
            hub = new HubFixture(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Records records() {
        return hub.records;
    }

    /** What a system says of a customer; returns the record's id. */
    public String said(String system, String externalId, long second, String json) {
        return hub.merge(hub.said(system, externalId, second, json)).note(Note.RECORD);
    }

    /** Something that the customer with the address did. */
    public void engaged(String email, String type, String campaign) {
        hub.run(
                "hub:engage",
                hub.said("any", "omnisend", type + campaign, 1, "{}")
                        .with(HubFixture.read("{\"type\":\"" + type + "\",\"campaign\":\"" + campaign
                                + "\",\"email\":\"" + email + "\"}")));
    }

    @Override
    public void close() {
        hub.close();
    }
}
