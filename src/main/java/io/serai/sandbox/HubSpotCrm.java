package io.serai.sandbox;

import io.serai.sandbox.HubSpotEvents.Origin;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The objects of a HubSpot, and all that happens to them. Not thread-safe: {@link HubSpot} guards it. */
final class HubSpotCrm {
    final HubSpotSchema schema = new HubSpotSchema();
    final HubSpotEvents events;
    private final Map<String, TreeMap<Long, HubSpotObject>> shelves = new HashMap<>();
    private final Map<String, Long> unique = new HashMap<>();
    private final Map<Long, Long> mergedInto = new HashMap<>();
    private final Set<String> blocked = new TreeSet<>();
    private final Clock clock;
    private long lag;
    private int mostHits = 10_000;
    private long lastId = 500;
    private long frozen = -1;

    HubSpotCrm(HubSpotEvents events, Clock clock, long lag) {
        this.events = events;
        this.clock = clock;
        this.lag = lag;
        schema.types().forEach(type -> shelves.put(type.name(), new TreeMap<>()));
    }

    /** Milliseconds by which search is behind. */
    /** How far a search can be paged. */
    int mostHits() {
        return mostHits;
    }

    void mostHits(int hits) {
        mostHits = hits;
    }

    void lag(long millis) {
        lag = millis;
    }

    long lag() {
        return lag;
    }

    long now() {
        return frozen >= 0 ? frozen : clock.millis();
    }

    /** Everything that happens from now on happens at this time; -1 lets time go on. */
    void freeze(long millis) {
        frozen = millis;
    }

    Collection<HubSpotObject> all(HubSpotSchema.Type type) {
        return shelves.get(type.name()).values();
    }

    List<HubSpotObject> live(HubSpotSchema.Type type) {
        return all(type).stream().filter(object -> !object.archived).toList();
    }

    /** By its id, or by a unique property; what was merged is found as what it became. */
    Optional<HubSpotObject> find(HubSpotSchema.Type type, String property, String value) {
        if (property == null || property.isEmpty() || property.equals("hs_object_id")) {
            if (!value.matches("\\d{1,15}")) {
                return Optional.empty();
            }
            Long id = Long.valueOf(value);
            return live(type, mergedInto.getOrDefault(id, id));
        }
        if (!type.property(property).map(HubSpotSchema.Property::unique).orElse(false)) {
            throw HubSpotErrors.invalid("Property " + property + " is not a unique identifier property");
        }
        Long id = unique.get(key(type, property, value));
        return id == null ? Optional.empty() : live(type, id);
    }

    private Optional<HubSpotObject> live(HubSpotSchema.Type type, long id) {
        return Optional.ofNullable(shelves.get(type.name()).get(id)).filter(object -> !object.archived);
    }

    HubSpotObject create(HubSpotSchema.Type type, Map<String, String> values, Origin by) {
        if (blocked.contains(values.getOrDefault("email", ""))) {
            throw HubSpotErrors.invalid("The contact was deleted for privacy reasons and cannot be created again");
        }
        HubSpotPipelines.begin(type, values);
        requireFree(type, values, -1);
        HubSpotObject object = new HubSpotObject(type, ++lastId, now());
        shelves.get(type.name()).put(object.id, object);
        events.created(type, object.id, by);
        write(type, object, values, by);
        return object;
    }

    void update(HubSpotSchema.Type type, HubSpotObject object, Map<String, String> values, Origin by) {
        requireFree(type, values, object.id);
        HubSpotValues.keepStage(values, object.properties.get("lifecyclestage"));
        write(type, object, values, by);
    }

    /** Nothing changes where nothing is new, not even the time of the last change. */
    void write(HubSpotSchema.Type type, HubSpotObject object, Map<String, String> values, Origin by) {
        Map<String, String> fresh = new TreeMap<>();
        values.forEach((name, value) -> {
            if (!Objects.equals(object.properties.getOrDefault(name, ""), value)) {
                fresh.put(name, value);
            }
        });
        if (fresh.isEmpty()) {
            return;
        }
        HubSpotPipelines.follow(type, fresh, now());
        keys(type, object).forEach(unique::remove);
        object.write(fresh, now(), lag);
        keys(type, object).forEach(key -> unique.put(key, object.id));
        fresh.forEach((name, value) -> events.changed(type, object.id, name, value, by));
    }

    /** To the recycle bin. */
    void archive(HubSpotSchema.Type type, HubSpotObject object, Origin by) {
        keys(type, object).forEach(unique::remove);
        object.archived = true;
        object.write(Map.of(), now(), lag);
        events.deleted(type, object.id, by);
    }

    /** For good; the address never comes back by the API. Both events are sent, as HubSpot does. */
    void forget(HubSpotSchema.Type type, HubSpotObject object, Origin by) {
        blocked.add(object.properties.getOrDefault("email", ""));
        archive(type, object, by);
        shelves.get(type.name()).remove(object.id);
        events.forgotten(type, object.id, by);
    }

    void block(String email) {
        blocked.add(email);
    }

    /** The other one is gone; what the first has no value for, it takes from it. */
    HubSpotObject merge(HubSpotSchema.Type type, HubSpotObject primary, HubSpotObject other, Origin by) {
        Map<String, String> taken = new TreeMap<>(other.properties);
        taken.keySet().removeAll(primary.properties.keySet());
        taken.keySet()
                .removeIf(name -> type.property(name)
                        .map(property -> property.readOnly() || property.unique())
                        .orElse(true));
        keys(type, other).forEach(unique::remove);
        shelves.get(type.name()).remove(other.id);
        mergedInto.put(other.id, primary.id);
        mergedInto.replaceAll((from, into) -> into == other.id ? primary.id : into);
        write(type, primary, taken, by);
        events.merged(type, primary.id, other.id, by);
        return primary;
    }

    private void requireFree(HubSpotSchema.Type type, Map<String, String> values, long self) {
        values.forEach((name, value) -> {
            Long owner = unique.get(key(type, name, value));
            if (owner != null && owner != self) {
                String what = Character.toUpperCase(type.singular().charAt(0))
                        + type.singular().substring(1);
                throw HubSpotErrors.refusal(409, "CONFLICT", what + " already exists. Existing ID: " + owner);
            }
        });
    }

    private static List<String> keys(HubSpotSchema.Type type, HubSpotObject object) {
        return type.properties().values().stream()
                .filter(HubSpotSchema.Property::unique)
                .filter(property -> object.properties.containsKey(property.name()))
                .map(property -> key(type, property.name(), object.properties.get(property.name())))
                .toList();
    }

    private static String key(HubSpotSchema.Type type, String property, String value) {
        boolean email = property.equals("email");
        return type.name() + "/" + property + "/" + (email ? value.strip().toLowerCase(Locale.ROOT) : value);
    }
}
