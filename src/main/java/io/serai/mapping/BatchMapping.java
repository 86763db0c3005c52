package io.serai.mapping;

import io.serai.message.Item;
import io.serai.message.Links;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.message.Outcome.Kind;
import java.time.Instant;

/** Maps items of a batch; whatever happens to one stays with it (Invariant 5). */
final class BatchMapping {
    private final Plan plan;
    private final Links links;
    private final String system;

    /** @param system null to take that of the item */
    BatchMapping(Plan plan, Links links, String system) {
        this.plan = plan;
        this.links = links;
        this.system = system;
    }

    Item map(Item item) {
        Item noted = item.note(Note.MAPPING, plan.revisionedName());
        Mapped mapped = plan.map(item.body(), about(item), links);
        if (mapped instanceof Mapped.Done done) return done(noted, done);
        return noted.settle(outcome(mapped));
    }

    private About about(Item item) {
        String version = item.note(Note.VERSION);
        boolean inbound = plan.head().inbound();
        String knownAs = inbound ? null : item.note(Note.KNOWN_AS);
        return new About(
                system(item),
                knownAs == null ? item.note(Note.RECORD) : knownAs,
                version == null ? null : Long.valueOf(version),
                inbound ? null : item.note(Note.TARGET_ID));
    }

    private String system(Item item) {
        if (system != null) return system;
        String own = plan.head().inbound() ? item.message().source() : item.note(Note.TARGET);
        return own == null ? plan.head().kind() : own;
    }

    private Item done(Item item, Mapped.Done done) {
        Item mapped = item.with(done.body());
        if (!plan.head().inbound()) return mapped;
        mapped = mapped.note(Note.ENTITY, plan.head().entity()).note(Note.EXTERNAL_ID, done.externalId());
        if (done.human()) mapped = mapped.note(Note.HUMAN, "true");
        if (!done.unsaid().isEmpty()) mapped = mapped.note(Note.UNSAID, String.join(",", done.unsaid()));
        Instant received = item.message().time();
        String time = done.time() == null && received != null ? received.toString() : done.time();
        return time == null ? mapped : mapped.note(Note.SOURCE_TIME, time);
    }

    private static Outcome outcome(Mapped mapped) {
        if (mapped instanceof Mapped.Failed failed) return Outcome.of(Kind.DEAD, "mapping-failed", failed.detail());
        if (mapped instanceof Mapped.Waits waiting)
            return Outcome.awaiting(
                    waiting.link(), "the target does not have " + waiting.link().entity() + " yet");
        return Outcome.of(Kind.SKIPPED_FILTERED, "not-wanted", "the condition of the mapping leaves it out");
    }
}
