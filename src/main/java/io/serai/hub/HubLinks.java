package io.serai.hub;

import io.serai.message.LinkKey;
import io.serai.message.Links;
import io.serai.store.Store;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Looks identities up in the database, each time anew, by keys only. Where a record is several objects of a target, the one that was
 * delivered first is meant; objects delivered with {@code identity=false} never are.
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

    private final Store store;

    public HubLinks(Store store) {
        this.store = store;
    }

    @Override
    public Optional<String> resolve(LinkKey link) {
        return store.read(tx -> tx.first(
                RESOLVE,
                row -> row.getString(1),
                link.target(),
                link.target(),
                link.entity(),
                link.system(),
                link.externalId()));
    }
}
