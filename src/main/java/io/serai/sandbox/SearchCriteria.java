package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Magento's {@code searchCriteria}: filters in a group are OR-ed, groups AND-ed.
 *
 * @param pageSize 0 for everything
 */
record SearchCriteria(List<List<Filter>> groups, List<Sort> sorts, int pageSize, int currentPage) {
    record Sort(String field, boolean ascending) {}

    /** Reads the query of a search; a query without any criteria is refused, as Magento does. */
    static SearchCriteria parse(Map<String, String> query) {
        Map<Integer, Map<Integer, Map<String, String>>> groups = new TreeMap<>();
        Map<Integer, Map<String, String>> sorts = new TreeMap<>();
        int pageSize = 0;
        int currentPage = 1;
        boolean any = false;
        for (Map.Entry<String, String> pair : query.entrySet()) {
            String[] words = pair.getKey().split("[\\[\\]]+");
            if (!words[0].equals("searchCriteria")) {
                continue;
            }
            any = true;
            String what = words.length < 2 ? "" : snake(words[1]);
            switch (what) {
                case "filter_groups" -> {
                    if (words.length == 6) {
                        groups.computeIfAbsent(number(words[2]), key -> new TreeMap<>())
                                .computeIfAbsent(number(words[4]), key -> new TreeMap<>())
                                .put(snake(words[5]), pair.getValue());
                    }
                }
                case "sort_orders" -> {
                    if (words.length == 4) {
                        sorts.computeIfAbsent(number(words[2]), key -> new TreeMap<>())
                                .put(words[3], pair.getValue());
                    }
                }
                case "page_size" -> pageSize = number(pair.getValue());
                case "current_page" -> currentPage = Math.max(1, number(pair.getValue()));
                default -> {}
            }
        }
        if (!any) {
            throw new Refusal(MagentoErrors.required("searchCriteria"));
        }
        return new SearchCriteria(filters(groups), sorts(sorts), pageSize, currentPage);
    }

    /** The request repeated, as every answer does. */
    ObjectNode toJson() {
        ObjectNode json = Json.object();
        ArrayNode groupsJson = json.putArray("filter_groups");
        for (List<Filter> group : groups) {
            ArrayNode filters = groupsJson.addObject().putArray("filters");
            group.forEach(filter -> filters.addObject()
                    .put("field", filter.field())
                    .put("value", filter.value())
                    .put("condition_type", filter.operator()));
        }
        if (!sorts.isEmpty()) {
            ArrayNode sortsJson = json.putArray("sort_orders");
            sorts.forEach(sort -> sortsJson
                    .addObject()
                    .put("field", sort.field())
                    .put("direction", sort.ascending() ? "ASC" : "DESC"));
        }
        if (pageSize > 0) {
            json.put("page_size", pageSize).put("current_page", currentPage);
        }
        return json;
    }

    private static List<List<Filter>> filters(Map<Integer, Map<Integer, Map<String, String>>> groups) {
        List<List<Filter>> result = new ArrayList<>();
        for (Map<Integer, Map<String, String>> group : groups.values()) {
            List<Filter> filters = new ArrayList<>();
            group.values()
                    .forEach(filter -> filters.add(Filter.of(
                            filter.getOrDefault("field", ""),
                            filter.getOrDefault("condition_type", "eq"),
                            filter.getOrDefault("value", ""))));
            result.add(filters);
        }
        return result;
    }

    private static List<Sort> sorts(Map<Integer, Map<String, String>> sorts) {
        List<Sort> result = new ArrayList<>();
        sorts.values()
                .forEach(sort -> result.add(new Sort(
                        sort.getOrDefault("field", ""),
                        sort.getOrDefault("direction", "DESC").equalsIgnoreCase("ASC"))));
        return result;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new Refusal(
                    MagentoErrors.error(400, "Invalid type for value: \"%1\". Expected Type: \"int\".", text));
        }
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
