package io.serai.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All rows of one object, found by id and by external id. Not thread-safe. */
final class STable {
    private static final SRow[] NONE = {};
    final SObjectType type;
    final boolean history;
    private final List<SRow> rows = new ArrayList<>();
    private final Map<Integer, Map<String, SRow[]>> indexes = new HashMap<>();
    private int live;
    long created;
    long updated;
    long failed;

    STable(SObjectType type, boolean history) {
        this.type = type;
        this.history = history;
    }

    /** Every row that is not deleted, in order of creation. */
    List<SRow> rows() {
        return rows.stream().filter(row -> !row.deleted).toList();
    }

    /** As {@link #rows()}, and those in the recycle bin. */
    List<SRow> all() {
        return List.copyOf(rows);
    }

    int size() {
        return live;
    }

    Optional<SRow> find(String id) {
        int number = id.startsWith(type.prefix) ? SalesforceId.number(id) : -1;
        if (number < 1 || number > rows.size() || rows.get(number - 1).deleted) {
            return Optional.empty();
        }
        return Optional.of(rows.get(number - 1));
    }

    /** Rows with this external id, whatever its case. */
    SRow[] find(int place, Object value) {
        return indexes.getOrDefault(place, Map.of()).getOrDefault(key(value), NONE);
    }

    SRow insert(Object[] values, long now) {
        SRow row = new SRow(type, rows.size() + 1);
        row.createdAt = now;
        row.modifiedAt = now;
        row.values(values);
        rows.add(row);
        live++;
        row.writes = 1;
        created++;
        index(row);
        return row;
    }

    /** Takes back the last insert. */
    void undoInsert(SRow row) {
        unindex(row);
        live--;
        created--;
        row.deleted = true;
        if (rows.get(rows.size() - 1) == row) {
            rows.remove(rows.size() - 1);
        }
    }

    void update(SRow row, Object[] values, long now) {
        unindex(row);
        row.values(values);
        row.modifiedAt = now;
        row.writes++;
        updated++;
        index(row);
    }

    /** Puts back what a row was before its last update. */
    void undoUpdate(SRow row, Object[] values, long modifiedAt) {
        unindex(row);
        row.values(values);
        row.modifiedAt = modifiedAt;
        row.writes--;
        updated--;
        index(row);
    }

    void delete(SRow row, long now) {
        unindex(row);
        row.deleted = true;
        row.modifiedAt = now;
        live--;
    }

    void undoDelete(SRow row, long modifiedAt) {
        row.deleted = false;
        row.modifiedAt = modifiedAt;
        live++;
        index(row);
    }

    private void index(SRow row) {
        eachKey(row, (index, key) -> {
            SRow[] old = index.getOrDefault(key, NONE);
            SRow[] more = java.util.Arrays.copyOf(old, old.length + 1);
            more[old.length] = row;
            index.put(key, more);
        });
    }

    private void unindex(SRow row) {
        eachKey(row, (index, key) -> {
            List<SRow> left = new ArrayList<>(List.of(index.getOrDefault(key, NONE)));
            left.remove(row);
            if (left.isEmpty()) {
                index.remove(key);
            } else {
                index.put(key, left.toArray(NONE));
            }
        });
    }

    private void eachKey(SRow row, java.util.function.BiConsumer<Map<String, SRow[]>, String> action) {
        List<SField> fields = type.fields();
        for (int place = 0; place < fields.size(); place++) {
            if (fields.get(place).external() && row.get(place) != null) {
                action.accept(indexes.computeIfAbsent(place, none -> new HashMap<>()), key(row.get(place)));
            }
        }
    }

    private static String key(Object value) {
        return value.toString().toLowerCase(Locale.ROOT);
    }
}
