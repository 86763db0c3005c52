package io.serai.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.serai.message.Batch;
import io.serai.message.Ids;
import io.serai.message.Item;
import io.serai.message.Json;
import io.serai.message.Message;
import io.serai.message.Outcome;
import io.serai.message.Trace;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Turns inbound JSON into messages with ids and dedupe keys, and keeps them in the journal. */
@Singleton
class Reception {
    /**
     * @param system such as {@code magento-pl}
     * @param topic such as {@code magento.customer}
     * @param trace of the work that received it; null when that is not traced
     */
    record Source(String system, String topic, Trace trace) {
        Source(String system, String topic) {
            this(system, topic, null);
        }
    }

    private final Journal journal;
    private final Ids ids;
    private final MeterRegistry registry;
    private final Clock clock;

    Reception(Journal journal, Ids ids, MeterRegistry registry, Clock clock) {
        this.journal = journal;
        this.ids = ids;
        this.registry = registry;
        this.clock = clock;
    }

    /** A webhook. */
    Batch event(Source source, JsonNode body, String key, String externalId, String at, byte[] raw) {
        return event(source, body, "webhook", key, externalId, at, raw);
    }

    /**
     * One pushed event; its sender names it by {@code key}, again when it sends it again.
     *
     * @param channel how it came, such as {@code webhook} or {@code broker}
     * @param at when it happened, as its sender says; else, or if that lies in the future, it is as old as its arrival
     */
    Batch event(Source source, JsonNode body, String channel, String key, String externalId, String at, byte[] raw) {
        Instant now = clock.instant();
        Instant said = Versions.time(at, now);
        if (said.isAfter(now)) said = now;
        Message message = message(source, externalId, said, said, body);
        Journal.Receipt receipt = new Journal.Receipt(
                message.id(),
                source.system(),
                source.topic(),
                channel,
                key,
                object(source, externalId),
                raw == null ? Json.write(body) : raw,
                source.trace());
        return received(source, channel, List.of(receipt), List.of(message), true);
    }

    /**
     * Rows that were read from a system, as they are now. A row is a duplicate when its id, its time of change and its content are those
     * of the last thing heard of that id: sources tell the time in whole seconds, so that two changes of one second differ in content
     * only, and an older one of them that arrived late must not stand.
     */
    Batch rows(Source source, JsonNode rows, String idField, String versionField) {
        List<Journal.Receipt> receipts = new ArrayList<>(rows.size());
        List<Message> messages = new ArrayList<>(rows.size());
        Instant now = clock.instant();
        for (JsonNode row : rows) {
            String id = row.path(idField).asText("");
            if (id.isEmpty())
                throw new IllegalArgumentException(
                        "a row of " + source.topic() + " from " + source.system() + " has no " + idField);
            String version = row.path(versionField).asText("");
            byte[] raw = Json.write(row);
            Message message = message(source, id, Versions.time(version, now), now, row);
            String key = id + "@" + version + "#" + hash(raw);
            messages.add(message);
            receipts.add(new Journal.Receipt(
                    message.id(),
                    source.system(),
                    source.topic(),
                    Journal.POLL,
                    source.topic() + ":" + key,
                    id,
                    raw,
                    source.trace()));
        }
        return received(source, Journal.POLL, receipts, messages, false);
    }

    private Batch received(
            Source source, String channel, List<Journal.Receipt> receipts, List<Message> messages, boolean single) {
        List<String> ids = journal.receive(receipts);
        List<Item> items = new ArrayList<>(messages.size());
        int fresh = 0;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            boolean isNew = ids.get(i).equals(message.id());
            items.add(isNew ? Item.of(message, 1) : duplicate(message, ids.get(i)));
            if (isNew) fresh++;
        }
        count(source, channel, "new", fresh);
        count(source, channel, "duplicate", messages.size() - fresh);
        return new Batch(items, single);
    }

    /** Goes by the id under which the journal knows it. */
    private static Item duplicate(Message again, String id) {
        Message known = new Message(id, again.type(), again.source(), again.subject(), again.time(), id, again.data());
        return Item.of(known, 1).settle(Outcome.of(Outcome.Kind.SKIPPED_DUPLICATE));
    }

    /**
     * The id of an engagement is the fact's own, and names nobody: its payload is read when a person is erased. Rows that were read keep
     * theirs, by which they are known again.
     */
    private static String object(Source source, String externalId) {
        return source.topic().endsWith(".engagement") ? null : externalId;
    }

    private Message message(Source source, String externalId, Instant time, Instant said, JsonNode body) {
        String id = ids.at(said);
        return new Message(id, source.topic(), source.system(), externalId, time, id, body).with(source.trace());
    }

    private void count(Source source, String channel, String result, long count) {
        if (count == 0) return;
        Counter.builder("serai_journal_received")
                .description("Inbound messages, new and duplicate")
                .tags("system", source.system(), "topic", source.topic(), "channel", channel, "result", result)
                .register(registry)
                .increment(count);
    }

    private static String hash(byte[] raw) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(raw);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
