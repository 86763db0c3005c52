package io.serai.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** Conditions that were given, in order. */
final class Filters {
    private final Map<String, String> given = new LinkedHashMap<>();

    Filters add(String name, Object value) {
        if (value != null) given.put(name, value.toString());
        return this;
    }

    Map<String, String> map() {
        return given;
    }
}
