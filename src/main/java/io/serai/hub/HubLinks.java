package io.serai.hub;

import io.serai.message.LinkKey;
import io.serai.message.Links;
import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Looks identities up in the database, each time anew, by keys only. Where a record is several objects of a target, the one that was
 * delivered first is meant; objects delivered with {@code identity=false} never are. An object that leads nowhere stands for the person
 * whose consent it tells: then another object with the same consent is taken.
 */
@Singleton
public class HubLinks implements Links {
    private static final String RESOLVE = """
            SELECT COALESCE(
              (SELECT d.external_id FROM hub_delivery d WHERE d.record_id = s.id AND d.target = ?
                AND d.external_id IS NOT NULL AND d.identity = 1 AND d.state <> 'gone' ORDER BY d.created_at, d.object LIMIT 1),
              (SELECT t.external_id FROM hub_link t WHERE t.record_id = s.id AND t.system = ? AND t.gone_at IS NULL
                ORDER BY t.linked_at, t.external_id LIMIT 1))
            FROM (SELECT COALESCE(a.record_id, l.record_id) AS id FROM hub_link l LEFT JOIN hub_alias a ON a.id = l.record_id
                WHERE l.entity = ? AND l.system = ? AND l.external_id = ?) s""";

    /** Objects whose consent is one record: so that a refusal that came by one of them reaches what the target knows of another. */
    private static final String SAME_PERSON = """
            SELECT b.system, b.external_id FROM hub_link a JOIN hub_link b ON b.record_id = a.record_id
            WHERE a.entity = ? AND a.system = ? AND a.external_id = ? AND b.gone_at IS NULL
            ORDER BY b.linked_at, b.system, b.external_id""";

    private final Store store;

    public HubLinks(Store store) {
        this.store = store;
    }

    @Override
    public Optional<String> resolve(LinkKey link) {
        return store.read(tx -> {
            Optional<String> direct = find(tx, link, link.system(), link.externalId());
            if (direct.isPresent()) return direct;
            for (Identity same : samePerson(tx, link)) {
                Optional<String> found = find(tx, link, same.system(), same.externalId());
                if (found.isPresent()) return found;
            }
            return Optional.empty();
        });
    }

    @Override
    public Optional<String> gone(LinkKey link) {
        return store.read(tx -> {
            String how = how(tx, link, link.system(), link.externalId());
            if (how == null) return Optional.empty();
            for (Identity same : samePerson(tx, link)) if (mayCome(tx, link, same)) return Optional.empty();
            return Optional.of(how);
        });
    }

    private static String how(Tx tx, LinkKey link, String system, String externalId) throws SQLException {
        return LostLink.of(tx, link, system, externalId).map(LostLink::how).orElse(null);
    }

    private static boolean mayCome(Tx tx, LinkKey link, Identity same) throws SQLException {
        Optional<LostLink> known = LostLink.of(tx, link, same.system(), same.externalId());
        return known.isPresent() && known.get().how() == null;
    }

    private static Optional<String> find(Tx tx, LinkKey link, String system, String externalId) throws SQLException {
        return tx.first(
                RESOLVE, row -> row.getString(1), link.target(), link.target(), link.entity(), system, externalId);
    }

    private static List<Identity> samePerson(Tx tx, LinkKey link) throws SQLException {
        return tx.query(
                SAME_PERSON,
                row -> new Identity(link.entity(), row.getString(1), row.getString(2)),
                Consents.ENTITY,
                link.system(),
                link.externalId());
    }
}
