package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One Dataverse table with its rows, in order of creation. Not thread-safe.
 *
 * <p>Every write has a number, which grows over all tables; it is the row's version and what change tracking goes by.
 */
final class DynamicsTable {
    /** Columns that every row has and nobody writes. */
    static final List<String> SYSTEM = List.of("createdon", "modifiedon", "_modifiedby_value", "versionnumber");

    /** A row that is no more. */
    record Gone(UUID id, long version) {}

    /** Of the collection in URLs: {@code contacts}. */
    final String set;

    final String name;
    final String id;
    private final Map<String, DynamicsColumn> columns = new LinkedHashMap<>();
    private final Map<UUID, DynamicsRow> rows = new LinkedHashMap<>();
    private final List<Gone> gone = new ArrayList<>();
    long created;
    long updated;

    DynamicsTable(String set, String name, List<DynamicsColumn> columns) {
        this.set = set;
        this.name = name;
        this.id = name + "id";
        columns.forEach(column -> this.columns.put(column.name(), column));
    }

    Iterable<DynamicsColumn> columns() {
        return columns.values();
    }

    Optional<DynamicsColumn> column(String column) {
        return Optional.ofNullable(columns.get(column));
    }

    /** The column that rows show under this name. */
    boolean shows(String column) {
        return column.equals(id)
                || SYSTEM.contains(column)
                || columns.values().stream().anyMatch(each -> each.shown().equals(column));
    }

    List<DynamicsRow> rows() {
        return List.copyOf(rows.values());
    }

    List<Gone> gone() {
        return gone;
    }

    Optional<DynamicsRow> find(UUID row) {
        return Optional.ofNullable(rows.get(row));
    }

    Optional<DynamicsRow> find(String column, String value) {
        return rows.values().stream()
                .filter(row -> row.get(column).asText("").equalsIgnoreCase(value))
                .findFirst();
    }

    void put(DynamicsRow row) {
        if (rows.put(row.id, row) == null) {
            created++;
        } else {
            updated++;
        }
    }

    void remove(DynamicsRow row, long version) {
        rows.remove(row.id);
        gone.add(new Gone(row.id, version));
    }

    /** Brings back all as it is now; rows are never changed once they are held. */
    Runnable savepoint() {
        Map<UUID, DynamicsRow> held = new LinkedHashMap<>(rows);
        List<Gone> without = new ArrayList<>(gone);
        long madeSoFar = created;
        long changedSoFar = updated;
        return () -> {
            rows.clear();
            rows.putAll(held);
            gone.clear();
            gone.addAll(without);
            created = madeSoFar;
            updated = changedSoFar;
        };
    }

    /** Another row with the same alternate key is refused. */
    void unique(DynamicsRow row) {
        for (DynamicsColumn column : columns.values()) {
            JsonNode value = row.get(column.name());
            if (column.key() && value.isTextual()) {
                find(column.name(), value.asText())
                        .filter(other -> other != row && !other.id.equals(row.id))
                        .ifPresent(other -> {
                            throw DynamicsError.refusal(
                                    412, "0x80040237", "A record with matching key values already exists.");
                        });
            }
        }
    }
}
