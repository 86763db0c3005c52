package io.serai.mapping;

import io.serai.mapping.EntityModel.ModelField;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the expressions at one place of a table can see.
 *
 * @param inbound whether they see a vendor's record, else a canonical one
 * @param variables by name, with whether their values are personal
 * @param fields of the object that {@code .} is; null when they are not known
 */
record Sight(boolean inbound, Map<String, Boolean> variables, Map<String, ModelField> fields) {
    private static final Map<String, Boolean> GIVEN =
            Map.of("system", false, "kind", false, "record", false, "version", false, "there", false);

    static Sight ofVendor() {
        return new Sight(true, GIVEN, null);
    }

    static Sight ofEntity(Map<String, ModelField> fields) {
        return new Sight(false, GIVEN, fields);
    }

    Sight at(Map<String, ModelField> others) {
        return new Sight(inbound, variables, others);
    }

    Sight with(String variable, boolean personal) {
        Map<String, Boolean> more = new LinkedHashMap<>(variables);
        more.put(variable, personal);
        return new Sight(inbound, more, fields);
    }
}
