package io.serai.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Json;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Hashes of the values that were last written to a target, so that its own report of them is not taken for its opinion: else
 * what a shop said would come back as the CRM's word, and stand against the shop's next change.
 *
 * <p>Attempts that write the same are one write, and the last one that the target answered is always kept: during an outage what the
 * target still has would be forgotten else, and be taken for its news.
 *
 * @param writes the last {@value #REMEMBERED} and the last that was answered, the newest first
 */
record Echo(List<Write> writes) {
    static final int REMEMBERED = 3;
    static final long CLOCKS_DIFFER_BY = 5_000;
    /** Until it reached the target: calls wait for quotas and for slow answers. */
    private static final long A_WRITE_TAKES = 60_000;

    /**
     * One content, written once or several times in a row.
     *
     * @param first attempt, epoch milliseconds, of our clock
     * @param at the last attempt
     * @param taken when the target's first answer that it took it was known; 0 while it is not
     */
    record Write(long first, long at, long taken, Map<String, String> hashes) {
        boolean answered() {
            return taken != 0;
        }

        Write takenAt(long now) {
            return new Write(first, at, now, hashes);
        }

        Write again(long now) {
            return new Write(first, now, taken, hashes);
        }

        /**
         * Until when a report of another side may be from before it arrived. While nobody answered, a yes never is the person's after a no.
         */
        long arrivedBy(boolean yes) {
            if (answered()) return taken + CLOCKS_DIFFER_BY;
            return yes ? Long.MAX_VALUE : at + A_WRITE_TAKES;
        }

        boolean has(String path, JsonNode value) {
            return value != null && hash(value).equals(hashes.get(path));
        }
    }

    static final Echo NONE = new Echo(List.of());

    Echo with(long at, Map<String, JsonNode> values) {
        Map<String, String> hashes = new HashMap<>();
        values.forEach((path, value) -> hashes.put(path, hash(value)));
        boolean same = !writes.isEmpty() && writes.get(0).hashes().equals(hashes);
        List<Write> all = new ArrayList<>();
        all.add(same ? writes.get(0).again(at) : new Write(at, at, 0, hashes));
        all.addAll(same ? writes.subList(1, writes.size()) : writes);
        return new Echo(remembered(all));
    }

    private static List<Write> remembered(List<Write> all) {
        List<Write> kept = new ArrayList<>(all.subList(0, Math.min(all.size(), REMEMBERED)));
        if (kept.stream().noneMatch(Write::answered))
            all.stream().filter(Write::answered).findFirst().ifPresent(kept::add);
        return List.copyOf(kept);
    }

    /**
     * The target took the last write.
     *
     * @param at when that was known, epoch milliseconds
     */
    Echo answered(long at) {
        if (writes.isEmpty() || writes.get(0).answered()) return this;
        List<Write> all = new ArrayList<>(writes);
        all.set(0, all.get(0).takenAt(at));
        return new Echo(List.copyOf(all));
    }

    /**
     * The snapshot without the values that are only an echo. What its system held before we wrote the same is still its own. A
     * value of an earlier write is an echo only in a report from before the last one; later somebody has set it there. So has somebody
     * where the system held another one of its own after the last write.
     */
    Snapshot filter(Snapshot snapshot, Contribution before) {
        if (writes.isEmpty()) return snapshot;
        Echo arrived = snapshot.beforeWriting() ? unsent() : this;
        Map<String, JsonNode> own = new TreeMap<>();
        Set<String> ours = new HashSet<>();
        Set<String> unclear = new HashSet<>();
        Set<String> unsaid = new HashSet<>();
        snapshot.values().forEach((path, value) -> {
            if (snapshot.model().decides(path)) {
                Stamp reported = snapshot.stamp();
                Decisions decisions = before.decisions(path);
                if (!snapshot.beforeWriting() && crosses(path, value, reported, decisions))
                    (isYes(value) ? unsaid : unclear).add(path);
                else if (arrived.ours(path, value, reported, decisions)
                        || snapshot.beforeWriting() && isNoNews(value, reported, decisions)) ours.add(path);
                if (!unsaid.contains(path)) own.put(path, value);
                return;
            }
            boolean held = Values.same(before.values().get(path), value);
            if (held || !ours(path, value, snapshot.stamp().time(), before)) own.put(path, value);
        });
        Snapshot kept = snapshot.own(own, ours, unclear);
        return unsaid.isEmpty() ? kept : kept.without(unsaid);
    }

    /**
     * Whether a flag without a time is as we had written it before the write that was under way when it was read: nobody can tell whether
     * that had arrived, unless it was reported in between. A yes then says nothing; a no is no decision, and where the target had
     * reported a yes before, it is asked again before it is told what counts.
     */
    private boolean crosses(String path, JsonNode value, Stamp reported, Decisions before) {
        if (Decision.time(value, Decision.AT) != null) return false;
        int under = lastUntil(reported.said() + CLOCKS_DIFFER_BY);
        if (under >= writes.size() - 1) return false;
        Write write = writes.get(under);
        return !write.has(path, Model.side(value))
                && reported.said() <= write.arrivedBy(isYes(value))
                && !before.showed(isYes(value) ? Decision.NO : Decision.YES, write.first(), reported.said())
                && new Echo(writes.subList(under + 1, writes.size())).ours(path, value, reported, before);
    }

    private static boolean isYes(JsonNode value) {
        return Model.side(value).asText().equals(Decision.YES);
    }

    /** A flag that is as it was: read after a write was noted and before it is made, it must not look as if somebody had set it back. */
    private static boolean isNoNews(JsonNode value, Stamp reported, Decisions before) {
        return Decision.time(value, Decision.AT) == null
                && before.repeats(Model.side(value).asText(), reported);
    }

    /** Where the last write is that was begun by then; how many there are if none was. */
    private int lastUntil(long time) {
        int index = 0;
        while (index < writes.size() && writes.get(index).first() > time) index++;
        return index;
    }

    /** Without the last write, which was noted and not made. One that was begun before may have reached the target, whatever became of it. */
    Echo unsent() {
        if (writes.isEmpty()) return this;
        Write last = writes.get(0);
        return last.answered() || last.first() != last.at() ? this : new Echo(writes.subList(1, writes.size()));
    }

    /** Whether the value is what was written last. */
    boolean lastHas(String path, JsonNode value) {
        return !writes.isEmpty() && writes.get(0).has(path, value);
    }

    private boolean ours(String path, JsonNode value, long reportedAt, Contribution before) {
        Write last = writes.get(0);
        if (before.values().containsKey(path) && before.since(path) > last.at()) return false;
        if (last.has(path, value)) return true;
        return reportedAt <= last.at() + CLOCKS_DIFFER_BY && writes.stream().anyMatch(write -> write.has(path, value));
    }

    /**
     * Of a decision: with a time, it is an echo if it was made no later than our write of the same can have reached the target, nor than
     * the next write. A flag without one is an echo of the write that was the last when it was reported, unless it was another one after
     * that was answered: then a person has set it back. A read that crossed our write, or a clock that is ahead, may look like that too, and must
     * not make a yes.
     */
    private boolean ours(String path, JsonNode value, Stamp reported, Decisions before) {
        JsonNode side = Model.side(value);
        Long at = Decision.time(value, Decision.AT);
        long tolerated = side.asText().equals(Decision.YES) ? CLOCKS_DIFFER_BY : 0;
        if (at != null) {
            long end = Long.MAX_VALUE; // when the next write took its place
            for (Write write : writes) {
                if (write.has(path, side)
                        && at <= Math.min(end, write.at() + A_WRITE_TAKES)
                        && !before.contradicts(side.asText(), write.at(), at)) return true;
                end = write.first() + tolerated;
            }
            return false;
        }
        long said = reported.said();
        long until = said + CLOCKS_DIFFER_BY;
        int index = lastUntil(until);
        if (index == writes.size() || !writes.get(index).has(path, side)) return false;
        Write last = writes.get(index);
        long written = Math.max(last.taken(), last.at() <= until ? last.at() : last.first());
        return !before.differs(side.asText(), written + tolerated, said);
    }

    private static String hash(JsonNode value) {
        return Values.fingerprint(value).substring(0, 16);
    }

    String json() {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (Write write : writes) {
            ObjectNode one = json.addObject().put("at", write.at());
            if (write.first() != write.at()) one.put("first", write.first());
            if (write.answered()) one.put("answered", write.taken());
            ObjectNode hashes = one.putObject("values");
            write.hashes().forEach(hashes::put);
        }
        return json.toString();
    }

    /** @param json null for none */
    static Echo parse(String json) {
        if (json == null) return NONE;
        try {
            List<Write> writes = new ArrayList<>();
            for (JsonNode write : Json.MAPPER.readTree(json)) {
                Map<String, String> hashes = new HashMap<>();
                write.path("values")
                        .properties()
                        .forEach(each ->
                                hashes.put(each.getKey(), each.getValue().asText()));
                long at = write.path("at").asLong();
                writes.add(new Write(
                        write.path("first").asLong(at),
                        at,
                        write.path("answered").asLong(), // true, as 1, where its time was not kept yet
                        hashes));
            }
            return new Echo(writes);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("hub_delivery.echo does not hold JSON", e);
        }
    }

    /** All writes to the same system, whichever of its objects they went to. */
    Echo and(Echo other) {
        List<Write> all = new ArrayList<>(writes);
        all.addAll(other.writes);
        all.sort(Comparator.comparingLong(Write::at).reversed());
        return new Echo(List.copyOf(all));
    }
}
