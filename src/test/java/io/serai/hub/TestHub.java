package io.serai.hub;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.VendorFailures;
import io.serai.message.Ids;
import io.serai.message.Item;
import io.serai.message.Message;
import io.serai.message.Note;
import io.serai.message.Traces;
import io.serai.message.Waiting;
import io.serai.store.SqlStore;
import io.serai.watch.TestWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The hub with content, for tests of rooms that show it. */
public final class TestHub implements AutoCloseable {
    private final HubFixture hub;

    /** @param store closed with this */
    public TestHub(Path folder, SqlStore store) {
        try {
            hub = new HubFixture(folder, store);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The component, with the models of a folder; systems named {@code x-y} are of kind {@code x}. */
    public static HubComponent component(SqlStore store, Path models, Waiting waiting) {
        Models read = new Models(models);
        if (!read.reload().isEmpty()) throw new IllegalArgumentException("the models have findings");
        return new HubComponent(new Hub(
                store,
                read,
                system -> system.startsWith("magento-") ? "magento" : system,
                new Ids(),
                Clock.systemUTC(),
                waiting,
                new SimpleMeterRegistry(),
                TestWatch.audit(store),
                new VendorFailures()));
    }

    /** What is known of records of a store. */
    public static Records records(SqlStore store, Path models) {
        Models read = new Models(models);
        if (!read.reload().isEmpty()) throw new IllegalArgumentException("the models have findings");
        return new Records(store, read);
    }

    /** Does the erasures that are due at the time of the clock. */
    public void erase(Clock clock, Traces... traces) {
        erasures(clock, traces).run();
    }

    /** What does those that are due, each time, and remembers failures. */
    public Runnable erasures(Clock clock, Traces... traces) {
        return new Erasures(hub.store, hub.models, List.of(traces), TestWatch.audit(hub.store), clock)::run;
    }

    /** Forgets the person of a record. */
    public void forget(String record) {
        hub.run("hub:forget", hub.change(record));
    }

    public Hub hub() {
        return hub.hub;
    }

    public Duplicates duplicates() {
        return new Duplicates(hub.store, hub.models);
    }

    public Records records() {
        return hub.records;
    }

    /** What a system says of a customer; returns the record's id. */
    public String said(String system, String externalId, long second, String json) {
        return hub.merge(hub.said(system, externalId, second, json)).note(Note.RECORD);
    }

    /** An order of a system; returns the record's id. */
    public String order(String system, String externalId) {
        return hub.merge(hub.said("order", system, externalId, 1, "{\"total\":1}"))
                .note(Note.RECORD);
    }

    /** What a system says of somebody's consent; returns the record's id. */
    public String consent(String system, String externalId, String json) {
        return hub.merge(hub.said("consent", system, externalId, 1, json)).note(Note.RECORD);
    }

    /** Something that the customer with the address did. */
    public void engaged(String email, String type, String campaign) {
        hub.run(
                "hub:engage",
                hub.said("any", "omnisend", type + campaign, 1, "{}")
                        .with(HubFixture.read("{\"type\":\"" + type + "\",\"campaign\":\"" + campaign
                                + "\",\"email\":\"" + email + "\"}")));
    }

    /** The same as an inbound message tells it, whose id is given. */
    public void did(String system, String message, String json) {
        hub.run(
                "hub:engage",
                Item.of(
                        new Message(
                                message,
                                system + ".engagement",
                                system,
                                null,
                                Instant.now(),
                                message,
                                HubFixture.read(json)),
                        1));
    }

    @Override
    public void close() {
        hub.close();
    }
}
