package io.serai.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Something that a person did, or that was done for them.
 *
 * @param type such as {@code clicked}, {@code ordered}, {@code task-opened}
 * @param system where it happened
 * @param campaign null for none
 * @param points what it counts for
 * @param detail null for none
 */
record Fact(String type, String system, String campaign, long points, Instant at, ObjectNode detail) {
    /** Always with milliseconds, so that times compare as texts. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    static String text(Instant time) {
        return TIME.format(time);
    }

    ObjectNode json() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("type", type).put("system", system);
        if (campaign != null) json.put("campaign", campaign);
        json.put("points", points).put("at", text(at));
        if (detail != null) json.set("detail", detail);
        return json;
    }
}
