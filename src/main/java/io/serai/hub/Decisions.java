package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What one object of a system has said about a decision: the weightiest with a time of its own, and its flag over time. Nothing that
 * was said is taken back by an unknown. The same for every order in which it is heard, as long as no more than {@value #REMEMBERED}
 * flags are mixed up. Immutable.
 *
 * @param stated with a time of its own; null for none
 * @param flags without one, by when they were reported
 */
record Decisions(Decision stated, NavigableMap<Stamp, Flag> flags) {
    static final int REMEMBERED = 16;
    static final Decisions NONE = new Decisions(null, new TreeMap<>());

    /** @param ours whether the value only tells what we had written there: then it is no decision, but later ones differ from it */
    Decisions with(JsonNode value, Stamp stamp, boolean ours) {
        if (Decision.text(value, Decision.STATUS) == null) return this;
        Flag.Said said = Flag.Said.of(value);
        Long at = said.explicit() ? Decision.time(value, Decision.AT) : null;
        // A time to come is no time: a clock that is ahead must not make a decision which nothing can follow.
        if (at != null && at <= stamp.said() + Echo.CLOCKS_DIFFER_BY) {
            if (ours) return this;
            Decision decision =
                    new Decision(said == Flag.Said.YES, at, Decision.text(value, Decision.SOURCE), stamp.message());
            return new Decisions(Decision.weightier(stated, decision), flags);
        }
        NavigableMap<Stamp, Flag> all = new TreeMap<>(flags);
        all.putIfAbsent(stamp, Flag.of(value, ours));
        while (all.size() > REMEMBERED) all.remove(needless(all));
        return new Decisions(stated, all);
    }

    /** Whether a report of that side is newer than all others, and says what the last of them said. */
    boolean repeats(String side, Stamp stamp) {
        return !flags.isEmpty()
                && flags.lastKey().compareTo(stamp) < 0
                && flags.lastEntry().getValue().side().equals(side);
    }

    /** Both as if one object had said them. */
    Decisions and(Decisions other) {
        NavigableMap<Stamp, Flag> all = new TreeMap<>(flags);
        other.flags.forEach(all::putIfAbsent);
        while (all.size() > REMEMBERED) all.remove(needless(all));
        return new Decisions(Decision.weightier(stated, other.stated), all);
    }

    /** One in the midst of others that say the same, else the oldest. */
    private static Stamp needless(NavigableMap<Stamp, Flag> all) {
        for (Map.Entry<Stamp, Flag> each : all.entrySet()) {
            Map.Entry<Stamp, Flag> before = all.lowerEntry(each.getKey());
            Map.Entry<Stamp, Flag> after = all.higherEntry(each.getKey());
            String side = each.getValue().side();
            if (before != null
                    && after != null
                    && side.equals(before.getValue().side())
                    && side.equals(after.getValue().side())) return each.getKey();
        }
        return all.firstKey();
    }

    /** The decision that counts; null while there is none. */
    Decision decision() {
        return Decision.weightier(stated, flagged());
    }

    /** The last change of the flag that is the person's and not ours. */
    private Decision flagged() {
        Decision last = null;
        List<String> sides = new ArrayList<>(); // that were heard before
        Map.Entry<Stamp, Flag> before = null;
        for (Map.Entry<Stamp, Flag> each : flags.entrySet()) {
            Flag flag = each.getValue();
            boolean turns = before == null || !before.getValue().side().equals(flag.side());
            boolean known = !flag.side().isEmpty();
            boolean decides = flag.said().explicit()
                    || !sides.isEmpty() && !sides.get(sides.size() - 1).equals(flag.side());
            if (turns && known && decides && !flag.ours())
                last = new Decision(
                        flag.yes(),
                        at(each.getKey(), flag, before == null ? null : before.getKey()),
                        flag.source(),
                        each.getKey().message());
            if (known) sides.add(flag.side());
            before = each;
        }
        return last;
    }

    /**
     * When the flag changed. By its source's time, unless that is older than the report of another flag: many sources do not count a
     * changed flag as a change. A yes that was there at first sight is as old as it can be.
     */
    private static long at(Stamp stamp, Flag flag, Stamp before) {
        if (before != null) return stamp.time() > before.said() ? stamp.time() : stamp.said();
        return flag.yes() && flag.notBefore() != null ? Math.min(flag.notBefore(), stamp.time()) : stamp.time();
    }

    /** Whether the object decided otherwise in between, both times epoch milliseconds. */
    boolean contradicts(String side, long after, long before) {
        Decision decision = decision();
        return decision != null
                && decision.yes() != side.equals(Decision.YES)
                && decision.at() > after
                && decision.at() < before;
    }

    /** Whether another side, which we had not written, was reported after the first time and before the second, both epoch milliseconds. */
    boolean differs(String side, long after, long before) {
        return reported(after, before)
                .anyMatch(flag -> !flag.ours() && !flag.side().equals(side));
    }

    /** Whether that side was reported after the first time and before the second, both epoch milliseconds, whoever had set it. */
    boolean showed(String side, long after, long before) {
        return reported(after, before).anyMatch(flag -> flag.side().equals(side));
    }

    private Stream<Flag> reported(long after, long before) {
        return flags.entrySet().stream()
                .filter(each -> each.getKey().said() > after && each.getKey().said() < before)
                .map(Map.Entry::getValue);
    }
}
