package io.serai.flow.check;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a kamelet's file promises to the routes that use it.
 *
 * @param name as in {@code kamelet:<name>}
 * @param properties by name
 * @param required properties that must be given
 */
record Kamelet(String name, Map<String, Property> properties, Set<String> required) {

    /**
     * @param type JSON schema's type, may be null
     * @param fallback the default value, may be null
     * @param allowed values of its enum; empty when any value will do
     */
    record Property(String type, String fallback, List<String> allowed) {}
}
