package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that the hub knows about a record, for people.
 *
 * @param data the canonical values
 * @param forgottenAt null unless the person was erased
 * @param goneAt since when no system has it any more; null while one has
 * @param aliases ids of records that were merged into this one
 * @param provenance of each field, by path
 * @param links which objects of which systems it is, and what they say
 * @param deliveries where it went
 * @param engagements null where there are none
 * @param extra objects of targets that came with merged records, which are not written to: they can be merged there
 * @param conflicts match fields whose value leads to another record, by field, with the other record's id
 * @param history what happened to it, the newest first
 */
public record RecordView(
        String id,
        String entity,
        long version,
        JsonNode data,
        Instant sourceTime,
        Instant updatedAt,
        Instant forgottenAt,
        Instant goneAt,
        List<String> aliases,
        Map<String, Source> provenance,
        List<Link> links,
        List<Delivery> deliveries,
        List<Delivery> extra,
        Map<String, String> conflicts,
        List<Change> history,
        Engaged engagements) {

    /**
     * What the person did, in short.
     *
     * @param counts by type
     */
    public record Engaged(long total, long points, Map<String, Long> counts, Engagement last) {}

    /** A fact; {@code campaign} and {@code detail} are null for none. */
    public record Engagement(Instant at, String type, String system, String campaign, long points, JsonNode detail) {}

    /**
     * Where a field comes from.
     *
     * @param since when the system was first known to hold the value
     * @param message that brought it
     */
    public record Source(String system, String externalId, Instant since, String message) {}

    /**
     * @param says what the system said last; null where it said nothing
     * @param goneAt when the system deleted the object, or merged it into another; null while it is there
     * @param goneInto id of that other one; null when it was deleted
     */
    public record Link(
            String system,
            String externalId,
            Instant sourceTime,
            String message,
            JsonNode says,
            Instant goneAt,
            String goneInto) {}

    /**
     * Something that happened to the record.
     *
     * @param at by our clock
     * @param what change, merge, removal or return
     * @param system that caused it; null for a person
     * @param message that caused it; null for none
     * @param detail names and ids, never values
     */
    public record Change(Instant at, long version, String what, String system, String message, JsonNode detail) {}

    /**
     * @param state delivered, sending, failed, overtaken, gone (deleted there); {@code behind} when the target took an older version and no later one was
     *     tried
     * @param version that the target has; 0 for none
     * @param reason why it failed; null when it did not
     * @param attempts since the last success
     */
    public record Delivery(
            String target,
            String object,
            String state,
            long version,
            String externalId,
            String reason,
            int attempts,
            Instant at) {}
}
