package io.serai.hub;

import java.util.Map;

/**
 * What merging must know about a field of a canonical entity.
 *
 * @param reference true when the value names a record of another entity by its id in the source system
 * @param ownership who may write it
 * @param split true when its nested fields have owners of their own; else an object is one value
 * @param fields nested fields, of an object or of the elements of an array
 */
record Field(boolean reference, Ownership ownership, boolean split, Map<String, Field> fields) {
    static final Field UNKNOWN = new Field(false, Ownership.BY_TIME, false, Map.of());

    Field {
        fields = Map.copyOf(fields);
    }

    Field nested(String name) {
        return fields.getOrDefault(name, UNKNOWN);
    }
}
