package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What one environment holds, and the number of its last write. Not thread-safe: {@link Dynamics} guards it. */
final class DynamicsData {
    /** Told of each write, after it. */
    interface Listener {
        void wrote(String message, DynamicsTable table, DynamicsRow row, DynamicsUser user);
    }

    final Map<String, DynamicsTable> tables = DynamicsSchema.tables();
    final Clock clock;
    private final Listener listener;
    private long version = 1_000;
    /** What is told when the change set is whole; null outside of one. */
    private List<Runnable> news;

    DynamicsData(Clock clock, Listener listener) {
        this.clock = clock;
        this.listener = listener;
    }

    long version() {
        return version;
    }

    Optional<DynamicsTable> table(String set) {
        return Optional.ofNullable(tables.get(set));
    }

    Optional<DynamicsTable> byName(String name) {
        return tables.values().stream().filter(table -> table.name.equals(name)).findFirst();
    }

    /** A row as it would be after these values; nothing is written yet. */
    DynamicsRow changed(DynamicsTable table, DynamicsRow before, ObjectNode given) {
        DynamicsRow row = before == null ? fresh(table) : before.copy();
        boolean incident = table.name.equals(DynamicsIncidents.TABLE);
        if (incident) {
            DynamicsIncidents.check(before, given);
        }
        new DynamicsValues(this, table).assign(row, given);
        if (incident) {
            DynamicsIncidents.complete(row, given, version + 1);
        }
        for (DynamicsColumn column : table.columns()) {
            if (column.required() && row.get(column.name()).isNull()) {
                throw DynamicsError.refusal(
                        400, "0x80040203", "Attribute '" + column.name() + "' of '" + table.name + "' cannot be NULL");
            }
        }
        table.unique(row);
        return row;
    }

    private static DynamicsRow fresh(DynamicsTable table) {
        ObjectNode values = Json.object();
        for (DynamicsColumn column : table.columns()) {
            if (column.otherwise() != null) {
                if (column.type().equals("boolean")) {
                    values.put(column.name(), Boolean.parseBoolean(column.otherwise()));
                } else {
                    values.put(column.name(), Integer.parseInt(column.otherwise()));
                }
            }
        }
        return new DynamicsRow(UUID.randomUUID(), values);
    }

    /** All of it is done, or nothing when one of it is refused. Numbers of writes are not given twice. */
    <T> T atomically(Supplier<T> work) {
        List<Runnable> savepoints =
                tables.values().stream().map(DynamicsTable::savepoint).toList();
        news = new ArrayList<>();
        try {
            T done = work.get();
            news.forEach(Runnable::run);
            return done;
        } catch (Refusal e) {
            savepoints.forEach(Runnable::run);
            throw e;
        } finally {
            news = null;
        }
    }

    private void tell(String message, DynamicsTable table, DynamicsRow row, DynamicsUser user) {
        if (news == null) {
            listener.wrote(message, table, row, user);
        } else {
            news.add(() -> listener.wrote(message, table, row, user));
        }
    }

    void write(DynamicsTable table, DynamicsRow row, DynamicsUser user) {
        boolean created = table.find(row.id).isEmpty();
        row.version = ++version;
        row.modifiedOn = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        row.modifiedBy = user.id();
        row.createdOn = created ? row.modifiedOn : row.createdOn;
        row.writes++;
        table.put(row);
        tell(created ? "Create" : "Update", table, row, user);
    }

    void delete(DynamicsTable table, DynamicsRow row, DynamicsUser user) {
        table.remove(row, ++version);
        tell("Delete", table, row, user);
    }

    /** The subordinate is switched off and names its master; what pointed at it points at the master. */
    void merge(DynamicsTable table, DynamicsRow master, DynamicsRow subordinate, DynamicsUser user) {
        for (DynamicsTable other : tables.values()) {
            for (DynamicsColumn column : other.columns()) {
                if (!column.lookup() || column.name().equals("masterid")) {
                    continue;
                }
                for (DynamicsRow row : other.rows()) {
                    if (row.get(column.name()).asText("").equals(subordinate.id.toString())) {
                        DynamicsRow moved = row.copy();
                        moved.values.put(column.name(), master.id.toString());
                        write(other, moved, user);
                    }
                }
            }
        }
        DynamicsRow merged = subordinate.copy();
        merged.values
                .put("merged", true)
                .put("masterid", master.id.toString())
                .put("statecode", 1)
                .put("statuscode", 2);
        merged.targets.put("masterid", table.name);
        write(table, merged, user);
        write(table, master.copy(), user);
    }

    /** Everything written after a version, in order: rows, and ids of those that are gone. */
    List<Object> since(DynamicsTable table, long after) {
        record Change(long version, Object what) {}
        List<Change> changes = new ArrayList<>();
        table.rows().stream()
                .filter(row -> row.version > after)
                .forEach(row -> changes.add(new Change(row.version, row)));
        if (after > 0) {
            table.gone().stream()
                    .filter(gone -> gone.version() > after)
                    .forEach(gone -> changes.add(new Change(gone.version(), gone)));
        }
        return changes.stream()
                .sorted(java.util.Comparator.comparingLong(Change::version))
                .map(Change::what)
                .toList();
    }
}
