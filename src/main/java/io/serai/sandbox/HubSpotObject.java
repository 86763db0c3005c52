package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One object of a HubSpot. All values are text. Times are milliseconds since 1970. */
final class HubSpotObject {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final Set<String> REMEMBERED = Set.of("hs_pipeline_stage", "dealstage");
    private static final int MOST_REMEMBERED = 20;

    private record Past(String value, long at) {}

    private final String changedProperty;
    /** What properties were, the newest first; of stages only. */
    private final Map<String, Deque<Past>> history = new TreeMap<>();

    final long id;
    final long createdAt;
    Map<String, String> properties = new TreeMap<>();
    long updatedAt;
    boolean archived;

    /** What the search index knew before the last write; null when nothing. */
    private Map<String, String> indexed;

    HubSpotObject(HubSpotSchema.Type type, long id, long now) {
        this.changedProperty = type.changed();
        this.id = id;
        this.createdAt = now;
        this.updatedAt = now;
        properties.put("hs_object_id", Long.toString(id));
        properties.put("createdate", time(now));
        properties.put(changedProperty, time(now));
    }

    /** Takes values; an empty one clears. */
    void write(Map<String, String> values, long now, long lag) {
        if (now - updatedAt >= lag && updatedAt != now) {
            indexed = new TreeMap<>(properties);
        }
        values.forEach((name, value) -> {
            if (value == null || value.isEmpty()) {
                properties.remove(name);
            } else {
                properties.put(name, value);
            }
            if (REMEMBERED.contains(name)) {
                Deque<Past> past = history.computeIfAbsent(name, any -> new ArrayDeque<>());
                past.addFirst(new Past(value == null ? "" : value, now));
                if (past.size() > MOST_REMEMBERED) {
                    past.removeLast();
                }
            }
        });
        updatedAt = now;
        properties.put(changedProperty, time(now));
    }

    /** What search sees of it now: nothing new until the index has caught up; null when it does not know it yet. */
    Map<String, String> indexed(long now, long lag) {
        return lag == 0 || now - updatedAt >= lag ? properties : indexed;
    }

    /** As the API shows it: the wanted properties, or the usual ones, with null for those without a value. */
    ObjectNode show(Collection<String> wanted) {
        return show(wanted, properties);
    }

    ObjectNode show(Collection<String> wanted, Map<String, String> values) {
        ObjectNode json = Json.object().put("id", Long.toString(id));
        ObjectNode shown = json.putObject("properties");
        for (String name : List.of("createdate", changedProperty, "hs_object_id")) {
            shown.put(name, values.get(name));
        }
        wanted.forEach(name -> shown.put(name, values.get(name)));
        return json.put("createdAt", time(createdAt))
                .put("updatedAt", values.get(changedProperty))
                .put("archived", archived);
    }

    /** As {@link #show(Collection)}, with what some properties were. */
    ObjectNode show(Collection<String> wanted, List<String> withHistory) {
        ObjectNode json = show(wanted);
        if (withHistory.isEmpty()) {
            return json;
        }
        ObjectNode all = json.putObject("propertiesWithHistory");
        for (String name : withHistory) {
            ArrayNode versions = all.putArray(name);
            history.getOrDefault(name, new ArrayDeque<>())
                    .forEach(past ->
                            versions.addObject().put("value", past.value()).put("timestamp", time(past.at())));
        }
        return json;
    }

    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }
}
