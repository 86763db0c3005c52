package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One thing that a shop holds: its JSON as the API shows it, in bytes, and what is searched most beside it. */
final class Entity {
    final int id;
    final long createdAt;
    long updatedAt;
    byte[] json;

    /** Times are seconds since 1970. */
    Entity(int id, long createdAt, long updatedAt, ObjectNode json) {
        this.id = id;
        this.createdAt = createdAt;
        this.updatedAt = updatedAt;
        this.json = Json.write(json);
    }

    ObjectNode read() {
        return Json.read(json);
    }
}
