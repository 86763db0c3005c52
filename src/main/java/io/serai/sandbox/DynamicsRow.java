package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** One row of a Dataverse table; a lookup holds the id that it points at. */
final class DynamicsRow {
    final UUID id;
    final ObjectNode values;
    /** By the name of a lookup: the table that it points into. */
    final ObjectNode targets = Json.object();

    long version;
    String createdOn;
    String modifiedOn;
    String modifiedBy;
    int writes;

    DynamicsRow(UUID id, ObjectNode values) {
        this.id = id;
        this.values = values;
    }

    DynamicsRow copy() {
        DynamicsRow copy = new DynamicsRow(id, values.deepCopy());
        copy.targets.setAll(targets);
        copy.version = version;
        copy.createdOn = createdOn;
        copy.modifiedOn = modifiedOn;
        copy.modifiedBy = modifiedBy;
        copy.writes = writes;
        return copy;
    }

    JsonNode get(String column) {
        JsonNode value = values.get(column);
        return value == null ? NullNode.instance : value;
    }

    String etag() {
        return "W/\"" + version + "\"";
    }
}
