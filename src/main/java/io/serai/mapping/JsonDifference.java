package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Tells where two JSON values differ; numbers are compared by value, so 58.9 is 58.90. */
final class JsonDifference {
    private final List<String> found = new ArrayList<>();

    private JsonDifference() {}

    static List<String> between(JsonNode expected, JsonNode actual) {
        JsonDifference difference = new JsonDifference();
        difference.compare("", expected, actual);
        return difference.found;
    }

    private void compare(String path, JsonNode expected, JsonNode actual) {
        if (expected.isObject() && actual.isObject()) objects(path, expected, actual);
        else if (expected.isArray() && actual.isArray()) arrays(path, expected, actual);
        else if (!same(expected, actual)) found.add(at(path) + ": expected " + expected + ", but it is " + actual);
    }

    private void objects(String path, JsonNode expected, JsonNode actual) {
        Set<String> names = new LinkedHashSet<>();
        expected.fieldNames().forEachRemaining(names::add);
        actual.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            String member = path.isEmpty() ? name : path + "." + name;
            if (!actual.has(name)) found.add(member + ": expected " + expected.get(name) + ", but it is absent");
            else if (!expected.has(name)) found.add(member + ": expected to be absent, but it is " + actual.get(name));
            else compare(member, expected.get(name), actual.get(name));
        }
    }

    private void arrays(String path, JsonNode expected, JsonNode actual) {
        if (expected.size() != actual.size())
            found.add(at(path) + ": expected " + expected.size() + " elements, but there are " + actual.size());
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++)
            compare(path + "[" + i + "]", expected.get(i), actual.get(i));
    }

    private static boolean same(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) return a.decimalValue().compareTo(b.decimalValue()) == 0;
        return a.equals(b);
    }

    private static String at(String path) {
        return path.isEmpty() ? "the result" : path;
    }
}
