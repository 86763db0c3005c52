package io.serai.mapping;

import java.util.Map;

/** A canonical entity: its fields in order. */
record EntityModel(String entity, Map<String, ModelField> fields) {

    /**
     * @param type as tables name it
     * @param entity of a reference, else null
     * @param fields of an object or of the elements of a list; empty when they are not described
     */
    record ModelField(String type, boolean personal, String entity, Map<String, ModelField> fields) {}
}
