package io.serai.hub;

import io.serai.message.LinkKey;
import io.serai.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What is known of the way of a record into a target. As long as a delivery of it is under way, or may be tried again, it may still
 * come there; {@code recreate} of {@code hub:pending} brings it there again with its next change only, so it does not count.
 *
 * @param gone no system has the record any more
 * @param deleted the target had an object of it, or more, and none is left
 * @param open a delivery to the target that is not settled
 */
record LostLink(boolean forgotten, boolean gone, boolean deleted, boolean open) {
    private static final String OF = """
            SELECT r.forgotten_at, r.gone_at,
              (SELECT COUNT(*) FROM hub_delivery d WHERE d.record_id = r.id AND d.target = ? AND d.identity = 1 AND d.state = 'gone')
                + (SELECT COUNT(*) FROM hub_link t WHERE t.record_id = r.id AND t.system = ? AND t.gone_at IS NOT NULL),
              (SELECT COUNT(*) FROM hub_delivery d WHERE d.record_id = r.id AND d.target = ? AND d.identity = 1 AND d.state <> 'gone')
                + (SELECT COUNT(*) FROM hub_link t WHERE t.record_id = r.id AND t.system = ? AND t.gone_at IS NULL)
            FROM hub_record r WHERE r.id = (SELECT COALESCE(a.record_id, l.record_id) FROM hub_link l
              LEFT JOIN hub_alias a ON a.id = l.record_id WHERE l.entity = ? AND l.system = ? AND l.external_id = ?)""";

    /** Empty where the object is no record yet. */
    static Optional<LostLink> of(Tx tx, LinkKey link, String system, String externalId) throws SQLException {
        String target = link.target();
        return tx.first(OF, LostLink::read, target, target, target, target, link.entity(), system, externalId);
    }

    private static LostLink read(ResultSet row) throws SQLException {
        return new LostLink(row.getObject(1) != null, row.getObject(2) != null, row.getLong(3) > 0, row.getLong(4) > 0);
    }

    /** For people; null while it may come. */
    String how() {
        if (forgotten) return "was forgotten";
        if (open) return null;
        if (deleted) return "was deleted there";
        return gone ? "is in no system any more" : null;
    }
}
