package io.serai.hub;

import io.serai.message.Json;
import io.serai.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Table {@code hub_link}: identities and contributions. */
final class LinkTable {
    /**
     * A link as stored.
     *
     * @param contribution null where its system said nothing yet
     * @param gone null while the object is there
     */
    record Link(Identity identity, String record, Contribution contribution, Gone gone) {}

    private record Group(String entity, String system) {}

    private static final String SAVE = """
            INSERT INTO hub_link
              (entity, system, external_id, record_id, data, source_time, message, history, gone_at, gone_message, gone_into, linked_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (entity, system, external_id) DO UPDATE SET record_id = excluded.record_id, data = excluded.data,
              source_time = excluded.source_time, message = excluded.message, history = excluded.history,
              gone_at = excluded.gone_at, gone_message = excluded.gone_message, gone_into = excluded.gone_into""";
    private static final String DECLARE = """
            INSERT INTO hub_link (entity, system, external_id, record_id, linked_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (entity, system, external_id) DO NOTHING""";

    private LinkTable() {}

    /** The records of identities; the unknown ones are missing. A link that was made while its record was merged finds the survivor. */
    static Map<Identity, String> records(Tx tx, Collection<Identity> identities) throws SQLException {
        Map<Group, List<String>> groups = new HashMap<>();
        for (Identity identity : identities)
            groups.computeIfAbsent(new Group(identity.entity(), identity.system()), group -> new ArrayList<>())
                    .add(identity.externalId());
        Map<Identity, String> records = new HashMap<>();
        for (Map.Entry<Group, List<String>> each : groups.entrySet()) {
            Group group = each.getKey();
            Sql.in(
                            tx,
                            "SELECT l.external_id, COALESCE(a.record_id, l.record_id) FROM hub_link l"
                                    + " LEFT JOIN hub_alias a ON a.id = l.record_id"
                                    + " WHERE l.entity = ? AND l.system = ? AND l.external_id IN",
                            row -> Map.entry(
                                    new Identity(group.entity(), group.system(), row.getString(1)), row.getString(2)),
                            each.getValue(),
                            group.entity(),
                            group.system())
                    .forEach(found -> records.put(found.getKey(), found.getValue()));
        }
        return records;
    }

    /** Which of a system's objects belong to records of which some system said something. */
    static Set<String> heard(Tx tx, String entity, String system, Collection<String> ids) throws SQLException {
        return Set.copyOf(Sql.in(
                tx,
                "SELECT DISTINCT l.external_id FROM hub_link l LEFT JOIN hub_alias a ON a.id = l.record_id"
                        + " JOIN hub_link s ON s.record_id = COALESCE(a.record_id, l.record_id) AND s.data IS NOT NULL"
                        + " WHERE l.entity = ? AND l.system = ? AND l.external_id IN",
                row -> row.getString(1),
                ids,
                entity,
                system));
    }

    /** All links of the records. */
    static List<Link> of(Tx tx, Models models, Collection<String> records) throws SQLException {
        return Sql.in(
                tx,
                "SELECT entity, system, external_id, record_id, data, source_time, message, history, gone_at, gone_message,"
                        + " gone_into FROM hub_link WHERE record_id IN",
                row -> read(row, models),
                records);
    }

    /** All identities of the records, by record. */
    static Map<String, List<Identity>> identities(Tx tx, Collection<String> records) throws SQLException {
        Map<String, List<Identity>> identities = new HashMap<>();
        Sql.in(
                        tx,
                        "SELECT record_id, entity, system, external_id FROM hub_link WHERE record_id IN",
                        row -> Map.entry(
                                row.getString(1), new Identity(row.getString(2), row.getString(3), row.getString(4))),
                        records)
                .forEach(found -> identities
                        .computeIfAbsent(found.getKey(), record -> new ArrayList<>())
                        .add(found.getValue()));
        return identities;
    }

    /** The ids that records have in a system, by record; of several, the one that was linked first. */
    static Map<String, String> idsIn(Tx tx, String system, Collection<String> records) throws SQLException {
        Map<String, String> ids = new HashMap<>();
        allIn(tx, system, records, false).forEach((record, all) -> ids.put(record, all.get(0)));
        return ids;
    }

    /**
     * All ids that records have in a system, by record, in the order in which they were linked; records without one are missing.
     *
     * @param gone whether those count, too, of objects that the system has no more
     */
    static Map<String, List<String>> allIn(Tx tx, String system, Collection<String> records, boolean gone)
            throws SQLException {
        Map<String, List<String>> ids = new HashMap<>();
        Sql.in(
                        tx,
                        "SELECT record_id, external_id, linked_at FROM hub_link WHERE system = ?"
                                + (gone ? "" : " AND gone_at IS NULL") + " AND record_id IN",
                        row -> new Linked(row.getString(1), row.getString(2), row.getLong(3)),
                        records,
                        system)
                .stream()
                .sorted(Comparator.comparingLong(Linked::at).thenComparing(Linked::id))
                .forEach(linked -> ids.computeIfAbsent(linked.record(), record -> new ArrayList<>())
                        .add(linked.id()));
        return ids;
    }

    private record Linked(String record, String id, long at) {}

    private static Link read(ResultSet row, Models models) throws SQLException {
        Identity identity = new Identity(row.getString(1), row.getString(2), row.getString(3));
        String data = row.getString(5);
        String message = row.getString(7);
        Stamp newest = message == null ? null : new Stamp(row.getLong(6), message);
        Contribution contribution = data == null
                ? null
                : Columns.contribution(models.known(identity.entity()), data, newest, row.getString(8));
        String goneMessage = row.getString(10);
        Gone gone = goneMessage == null ? null : new Gone(new Stamp(row.getLong(9), goneMessage), row.getString(11));
        return new Link(identity, row.getString(4), contribution, gone);
    }

    static void save(Tx tx, Models models, List<Link> links, Instant now) throws SQLException {
        List<Object[]> rows = new ArrayList<>(links.size());
        for (Link link : links) {
            Contribution said = link.contribution();
            Identity identity = link.identity();
            rows.add(new Object[] {
                identity.entity(),
                identity.system(),
                identity.externalId(),
                link.record(),
                said == null ? null : Json.text(models.known(identity.entity()).nest(said.values())),
                said == null || said.newest() == null ? null : said.newest().time(),
                said == null || said.newest() == null ? null : said.newest().message(),
                said == null ? null : Columns.history(said),
                link.gone() == null ? null : link.gone().stamp().time(),
                link.gone() == null ? null : link.gone().stamp().message(),
                link.gone() == null ? null : link.gone().into(),
                now
            });
        }
        tx.batch(SAVE, rows);
    }

    /** Makes links without contributions; an identity that is linked already keeps its record. */
    static void declare(Tx tx, Map<Identity, String> links, Instant now) throws SQLException {
        Locks.identities(tx, links.keySet(), Set.of());
        tx.batch(
                DECLARE,
                links.entrySet().stream()
                        .map(each -> new Object[] {
                            each.getKey().entity(),
                            each.getKey().system(),
                            each.getKey().externalId(),
                            each.getValue(),
                            now
                        })
                        .toList());
    }

    static void move(Tx tx, String goes, String survivor) throws SQLException {
        tx.update("UPDATE hub_link SET record_id = ? WHERE record_id = ?", survivor, goes);
    }

    static void erase(Tx tx, String record) throws SQLException {
        tx.update("UPDATE hub_link SET data = NULL, history = NULL WHERE record_id = ?", record);
    }
}
