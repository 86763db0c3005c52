package io.serai.hub;

import io.serai.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Table {@code hub_delivery}. */
final class DeliveryTable {
    static final String DELIVERED = "delivered";
    /** Sent, and not answered yet; or nobody knows the answer. */
    static final String UNANSWERED = "sending";

    static final String OVERTAKEN = "overtaken";
    /** The object was deleted in the target, by others. */
    static final String GONE = "gone";

    /** Where records go: an object of a target; {@code identity} when its id there is the record's id there. */
    record Target(String system, String object, boolean identity) {}

    /**
     * A stored delivery.
     *
     * @param knownAs the record's id as the target knows it; null when it is the record's own
     * @param at when it was last tried, epoch milliseconds
     * @param writer the flow that tried it; null when not known
     * @param heldUntil when others stop to wait for that flow's end, epoch milliseconds; 0 when they need not wait
     */
    record Delivery(
            String record,
            long version,
            String state,
            String fingerprint,
            String externalId,
            Echo echo,
            String knownAs,
            long at,
            String writer,
            long heldUntil) {
        boolean is(String wanted) {
            return state.equals(wanted);
        }

        /** Another flow writes it now. */
        boolean heldFrom(String flow, Instant now) {
            return heldUntil > now.toEpochMilli() && !flow.equals(writer);
        }
    }

    /**
     * What was last written to an object of a target.
     *
     * @param externalId null while the target has not told it
     * @param version the last one of the record that the target took; 0 for none
     */
    record Written(String record, String target, String externalId, Echo echo, long version) {}

    /**
     * What a target took.
     *
     * @param created true when it says that it made the object
     */
    record Taken(String record, long version, String fingerprint, String externalId, boolean created) {
        Taken(String record, long version, String fingerprint, String externalId) {
            this(record, version, fingerprint, externalId, false);
        }
    }

    /** What a target refused. */
    record Refused(String record, long version, String reason) {}

    /** What is about to be written. */
    record Intent(String record, Echo echo) {}

    private static final String SENDING = """
            INSERT INTO hub_delivery (record_id, target, object, identity, version, state, attempts, echo, created_at, at, writer, held_until)
            VALUES (?, ?, ?, ?, 0, 'sending', 1, ?, ?, ?, ?, ?)
            ON CONFLICT (record_id, target, object) DO UPDATE SET state = 'sending', attempts = hub_delivery.attempts + 1, heard = 0,
              echo = excluded.echo, at = excluded.at, writer = excluded.writer, held_until = excluded.held_until""";
    private static final String TAKEN = """
            INSERT INTO hub_delivery
              (record_id, target, object, identity, version, state, fingerprint, external_id, attempts, created_at, at)
            VALUES (?, ?, ?, ?, ?, 'delivered', ?, ?, 0, ?, ?)
            ON CONFLICT (record_id, target, object) DO UPDATE SET
              state = CASE WHEN hub_delivery.state = 'gone' AND ? = 0
                  AND COALESCE(excluded.external_id, hub_delivery.external_id) = hub_delivery.external_id THEN 'gone'
                WHEN hub_delivery.version > excluded.version THEN 'overtaken' ELSE 'delivered' END,
              fingerprint = CASE WHEN hub_delivery.version > excluded.version OR hub_delivery.heard = 1 THEN NULL
                ELSE excluded.fingerprint END,
              version = CASE WHEN hub_delivery.version > excluded.version THEN hub_delivery.version ELSE excluded.version END,
              external_id = COALESCE(excluded.external_id, hub_delivery.external_id),
              identity = excluded.identity, reason = NULL, attempts = 0, at = excluded.at, held_until = NULL""";
    private static final String REFUSED = """
            INSERT INTO hub_delivery (record_id, target, object, identity, version, state, reason, attempts, created_at, at)
            VALUES (?, ?, ?, ?, 0, 'failed', ?, 1, ?, ?)
            ON CONFLICT (record_id, target, object) DO UPDATE SET state = 'failed', reason = excluded.reason, at = excluded.at
            WHERE hub_delivery.version < ? AND hub_delivery.state <> 'gone'""";

    private DeliveryTable() {}

    /** What the target has of the records, by record. */
    static Map<String, Delivery> of(Tx tx, Target target, Collection<String> records) throws SQLException {
        Map<String, Delivery> found = new HashMap<>();
        Sql.in(
                        tx,
                        "SELECT record_id, version, state, fingerprint, external_id, echo, known_as, at, writer, held_until FROM hub_delivery"
                                + " WHERE target = ? AND object = ? AND record_id IN",
                        DeliveryTable::read,
                        records,
                        target.system(),
                        target.object())
                .forEach(each -> found.put(each.record(), each));
        return found;
    }

    private static Delivery read(ResultSet row) throws SQLException {
        return new Delivery(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                Echo.parse(row.getString(6)),
                row.getString(7),
                row.getLong(8),
                row.getString(9),
                row.getLong(10));
    }

    static List<Written> echoes(Tx tx, Collection<String> records) throws SQLException {
        return Sql.in(
                tx,
                "SELECT record_id, target, external_id, echo, version, state, at FROM hub_delivery WHERE echo IS NOT NULL AND record_id IN",
                row -> new Written(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        echo(row.getString(4), row.getString(6), row.getLong(7)),
                        row.getLong(5)),
                records);
    }

    private static Echo echo(String stored, String state, long at) {
        Echo echo = Echo.parse(stored);
        return state.equals(DELIVERED) ? echo.answered(at) : echo;
    }

    /** From here until its result is known, the target may have it or not, and other flows wait. */
    static void sending(Tx tx, Target to, List<Intent> intents, String writer, Instant now) throws SQLException {
        tx.batch(
                SENDING,
                intents.stream()
                        .map(each -> new Object[] {
                            each.record(),
                            to.system(),
                            to.object(),
                            to.identity(),
                            each.echo().writes().isEmpty() ? null : each.echo().json(),
                            now,
                            now,
                            writer,
                            Hold.until(now)
                        })
                        .toList());
    }

    /**
     * A version is never lowered; two writes that crossed are marked, as nobody knows which of them the target has. What was deleted
     * while it was written to stays so.
     */
    static void taken(Tx tx, Target by, List<Taken> taken, Instant now) throws SQLException {
        tx.batch(
                TAKEN,
                taken.stream()
                        .map(each -> new Object[] {
                            each.record(),
                            by.system(),
                            by.object(),
                            by.identity(),
                            each.version(),
                            each.fingerprint(),
                            each.externalId(),
                            now,
                            now,
                            each.created()
                        })
                        .toList());
    }

    static void refused(Tx tx, Target by, List<Refused> refused, Instant now) throws SQLException {
        tx.batch(
                REFUSED,
                refused.stream()
                        .map(each -> new Object[] {
                            each.record(),
                            by.system(),
                            by.object(),
                            by.identity(),
                            each.reason(),
                            now,
                            now,
                            each.version()
                        })
                        .toList());
    }

    /** What was noted was not sent after all. */
    static void unsent(Tx tx, Target to, Map<String, Echo> left) throws SQLException {
        tx.batch(
                "UPDATE hub_delivery SET echo = ? WHERE record_id = ? AND target = ? AND object = ?",
                left.entrySet().stream()
                        .map(each -> new Object[] {
                            each.getValue().writes().isEmpty()
                                    ? null
                                    : each.getValue().json(),
                            each.getKey(),
                            to.system(),
                            to.object()
                        })
                        .toList());
    }

    /** A target that said something of the record itself. */
    record Speaker(String record, String target) {}

    /** What was written last is not what the target has: the same must be written again when it is due, also if it is under way now. */
    static void heard(Tx tx, List<Speaker> speakers) throws SQLException {
        tx.batch(
                "UPDATE hub_delivery SET heard = 1, fingerprint = NULL WHERE record_id = ? AND target = ?",
                speakers.stream()
                        .map(each -> new Object[] {each.record(), each.target()})
                        .toList());
    }

    /** An object in which an older content stands than its system has said since. */
    record Overwritten(String record, Identity object, long version) {}

    /** They must be written again, whoever brings the news, and whatever an answer says that is still to come. */
    static void overwritten(Tx tx, List<Overwritten> objects) throws SQLException {
        tx.batch(
                "UPDATE hub_delivery SET state = 'overtaken', heard = 1, fingerprint = NULL,"
                        + " version = CASE WHEN version > ? THEN version ELSE ? END"
                        + " WHERE record_id = ? AND target = ? AND external_id = ? AND identity = 1 AND state <> 'gone'",
                objects.stream()
                        .map(each -> new Object[] {
                            each.version(),
                            each.version(),
                            each.record(),
                            each.object().system(),
                            each.object().externalId()
                        })
                        .toList());
    }

    /** The target has the content of this version already. */
    static void forward(Tx tx, Target to, Map<String, Long> versions) throws SQLException {
        tx.batch(
                "UPDATE hub_delivery SET version = ? WHERE record_id = ? AND target = ? AND object = ? AND version < ?",
                versions.entrySet().stream()
                        .map(each ->
                                new Object[] {each.getValue(), each.getKey(), to.system(), to.object(), each.getValue()
                                })
                        .toList());
    }

    /** Targets that know the records, by record. */
    static Map<String, List<String>> knownTo(Tx tx, Collection<String> records) throws SQLException {
        Map<String, List<String>> targets = new HashMap<>();
        Sql.in(
                        tx,
                        "SELECT record_id, target FROM hub_delivery WHERE external_id IS NOT NULL AND identity = 1"
                                + " AND state <> 'gone' AND record_id IN",
                        row -> Map.entry(row.getString(1), row.getString(2)),
                        records)
                .forEach(each -> targets.computeIfAbsent(each.getKey(), record -> new ArrayList<>())
                        .add(each.getValue()));
        return targets;
    }

    static void erase(Tx tx, String record) throws SQLException {
        tx.update("UPDATE hub_delivery SET fingerprint = NULL, echo = NULL WHERE record_id = ?", record);
    }
}
