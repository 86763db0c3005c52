package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** All entities of one resource; ids count from 1. Not thread-safe. */
final class Shelf {
    final Timeline timeline = new Timeline();
    private final List<Entity> entities = new ArrayList<>();
    private final String idMember;
    private final boolean attributes;
    private final Set<String> columns;
    private int removed;

    /**
     * @param idMember the JSON member that holds the id, which filters call {@code entity_id}
     * @param attributes whether columns are attributes (unknown ones are a client error, else an SQL error)
     */
    Shelf(String idMember, boolean attributes, Set<String> columns) {
        this.idMember = idMember;
        this.attributes = attributes;
        this.columns = columns;
    }

    int nextId() {
        return entities.size() + 1;
    }

    int size() {
        return entities.size() - removed;
    }

    Entity add(ObjectNode json, long createdAt, long updatedAt) {
        Entity entity = new Entity(nextId(), createdAt, updatedAt, json);
        entities.add(entity);
        timeline.add(entity);
        return entity;
    }

    void replace(Entity entity, ObjectNode json, long updatedAt) {
        entity.json = Json.write(json);
        if (updatedAt != entity.updatedAt) {
            timeline.remove(entity);
            entity.updatedAt = updatedAt;
            timeline.add(entity);
        }
    }

    /** Its id is not given again. */
    void remove(Entity entity) {
        timeline.remove(entity);
        entities.set(entity.id - 1, null);
        removed++;
    }

    /** Any one of those that are there, of which there must be some. */
    Entity pick(SplittableRandom random) {
        int at = random.nextInt(entities.size());
        while (entities.get(at) == null) {
            at = (at + 1) % entities.size();
        }
        return entities.get(at);
    }

    /** Null where it was removed. */
    Entity get(int id) {
        return entities.get(id - 1);
    }

    Optional<Entity> find(String id) {
        if (!id.matches("\\d{1,9}")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(id);
        return number < 1 || number > entities.size() ? Optional.empty() : Optional.ofNullable(get(number));
    }

    List<Entity> all() {
        return removed == 0
                ? entities
                : entities.stream().filter(Objects::nonNull).toList();
    }

    String idMember() {
        return idMember;
    }

    void requireColumn(String name) {
        if (!columns.contains(name)) {
            throw new Refusal(attributes ? MagentoErrors.invalidAttribute(name) : MagentoErrors.internal());
        }
    }
}
