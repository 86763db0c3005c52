package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A value table: what stands for what, such as a shop's order states for ours. A null value says nothing.
 *
 * @param perSystem whether keys are {@code <system>:<id>}, as an id such as that of a store means something in its system only
 */
record ValueTable(String name, boolean perSystem, Map<String, JsonNode> values) {}
