package io.serai.mapping;

import io.serai.mapping.EntityModel.ModelField;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the expressions at one place of a table can see.
 *
 * @param variables by name, with whether their values are personal
 * @param fields of the object that {@code .} is; null when they are not known
 */
record Sight(Map<String, Boolean> variables, Map<String, ModelField> fields) {
    static Sight of(Map<String, ModelField> fields) {
        Map<String, Boolean> variables = new LinkedHashMap<>();
        for (String name : new String[] {"system", "kind", "record", "version"}) variables.put(name, false);
        return new Sight(variables, fields);
    }

    Sight at(Map<String, ModelField> others) {
        return new Sight(variables, others);
    }

    Sight with(String variable, boolean personal) {
        Map<String, Boolean> more = new LinkedHashMap<>(variables);
        more.put(variable, personal);
        return new Sight(more, fields);
    }
}
