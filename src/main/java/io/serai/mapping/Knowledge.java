package io.serai.mapping;

import java.util.Map;

/** What tables may refer to: canonical entities and value tables, by name. */
record Knowledge(Map<String, EntityModel> models, Map<String, ValueTable> tables) {}
