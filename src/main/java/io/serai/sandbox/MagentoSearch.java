package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Runs a search. A search by {@code updated_at} alone, in its order, reads the timeline and parses nothing; others walk through
 * what the bounds on {@code updated_at} leave. Beyond the last page the last page comes again, as in Magento.
 */
final class MagentoSearch {
    private final Shelf shelf;
    private final SearchCriteria criteria;
    private long from;
    private long to = Long.MAX_VALUE;
    private boolean timeOnly = true;

    private MagentoSearch(Shelf shelf, SearchCriteria criteria) {
        this.shelf = shelf;
        this.criteria = criteria;
    }

    static byte[] run(Shelf shelf, SearchCriteria criteria) {
        criteria.groups().forEach(group -> group.forEach(filter -> shelf.requireColumn(filter.field())));
        criteria.sorts().forEach(sort -> shelf.requireColumn(sort.field()));
        MagentoSearch search = new MagentoSearch(shelf, criteria);
        criteria.groups().forEach(search::bound);
        return search.inOrder() && search.timeOnly ? search.readTimeline() : search.readAll();
    }

    private void bound(List<Filter> group) {
        Filter filter = group.get(0);
        OptionalLong time = Times.parse(filter.value());
        if (group.size() > 1 || !filter.field().equals("updated_at") || time.isEmpty()) {
            timeOnly = false;
            return;
        }
        long second = time.getAsLong();
        switch (filter.operator()) {
            case "gt" -> from = Math.max(from, second + 1);
            case "gteq", "moreq", "from" -> from = Math.max(from, second);
            case "lt" -> to = Math.min(to, second - 1);
            case "lteq", "to" -> to = Math.min(to, second);
            default -> timeOnly = false;
        }
    }

    private boolean inOrder() {
        List<SearchCriteria.Sort> sorts = criteria.sorts();
        return !sorts.isEmpty()
                && sorts.size() <= 2
                && sorts.get(0).ascending()
                && sorts.get(0).field().equals("updated_at")
                && (sorts.size() == 1
                        || sorts.get(1).field().equals("entity_id")
                                && sorts.get(1).ascending());
    }

    private byte[] readTimeline() {
        int total = shelf.timeline.count(from, to);
        List<Entity> page = new ArrayList<>();
        int size = criteria.pageSize() > 0 ? criteria.pageSize() : Integer.MAX_VALUE;
        shelf.timeline.each(from, to, offset(total), size, page::add);
        return write(page, total);
    }

    private byte[] readAll() {
        List<Row> rows = new ArrayList<>();
        shelf.timeline.each(from, to, 0, Integer.MAX_VALUE, entity -> {
            Row row = new Row(entity);
            if (criteria.groups().stream().allMatch(group -> group.stream().anyMatch(filter -> matches(row, filter)))) {
                rows.add(row);
            }
        });
        rows.sort(order());
        long offset = offset(rows.size());
        List<Entity> page = rows.stream()
                .skip(offset)
                .limit(criteria.pageSize() > 0 ? criteria.pageSize() : Integer.MAX_VALUE)
                .map(row -> row.entity)
                .toList();
        return write(page, rows.size());
    }

    private static boolean matches(Row row, Filter filter) {
        return filter.test(row.field(filter.field()));
    }

    private Comparator<Row> order() {
        Comparator<Row> order = null;
        for (SearchCriteria.Sort sort : criteria.sorts()) {
            Comparator<Row> next =
                    Comparator.comparing(row -> row.field(sort.field()), Comparator.nullsFirst(Filter::compare));
            next = sort.ascending() ? next : next.reversed();
            order = order == null ? next : order.thenComparing(next);
        }
        return order == null ? Comparator.comparingInt(row -> row.entity.id) : order;
    }

    private long offset(int total) {
        if (criteria.pageSize() <= 0 || total == 0) {
            return 0;
        }
        int last = (total - 1) / criteria.pageSize() + 1;
        return (Math.min(criteria.currentPage(), last) - 1L) * criteria.pageSize();
    }

    private byte[] write(List<Entity> page, int total) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256 + page.size() * 1200);
        out.writeBytes("{\"items\":[".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < page.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(page.get(i).json);
        }
        out.writeBytes("],\"search_criteria\":".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(Json.write(criteria.toJson()));
        out.writeBytes((",\"total_count\":" + total + "}").getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /** An entity whose JSON is read at most once per search, and only if a filter asks for it. */
    private static final class Row {
        private final Entity entity;
        private ObjectNode json;

        Row(Entity entity) {
            this.entity = entity;
        }

        String field(String name) {
            switch (name) {
                case "entity_id":
                    return Integer.toString(entity.id);
                case "updated_at":
                    return Times.text(entity.updatedAt);
                case "created_at":
                    return Times.text(entity.createdAt);
                default:
                    break;
            }
            if (json == null) {
                json = entity.read();
            }
            JsonNode value = json.get(name);
            if (value == null) {
                for (JsonNode attribute : json.path("custom_attributes")) {
                    if (attribute.path("attribute_code").asText().equals(name)) {
                        value = attribute.get("value");
                    }
                }
            }
            return value == null || value.isNull() ? null : value.asText();
        }
    }
}
