package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A value table: what stands for what, such as a shop's order states for ours. A null value says nothing. */
record ValueTable(String name, Map<String, JsonNode> values) {}
