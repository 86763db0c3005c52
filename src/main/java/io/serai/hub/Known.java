package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.store.Store;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.Exchange;

/**
 * {@code hub:known}: the body, an object as its system has it, gets {@code known: true} where it is one of a record of which anything
 * was ever said, else {@code false}. An object of which the hub only knows that it was deleted or merged is not known. Changes no record.
 */
final class Known implements Step {
    private final Store store;
    private final String entity;
    private final String system;
    private final String member;

    /**
     * @param system null to take the message's source
     * @param idField member of the bodies with the id; null for {@code id}
     */
    Known(Store store, String entity, String system, String idField) {
        if (entity == null) throw new IllegalArgumentException("hub:known needs an entity: hub:known?entity=case");
        this.store = store;
        this.entity = entity;
        this.system = system;
        this.member = idField == null ? "id" : idField;
    }

    @Override
    public void run(Exchange exchange) {
        Batch batch = Batches.current(exchange);
        Map<String, Set<String>> ids = new TreeMap<>();
        for (Item item : batch.live())
            ids.computeIfAbsent(system(item), system -> new TreeSet<>()).add(id(item));
        Set<Identity> known = store.read(tx -> known(tx, ids));
        Batches.set(exchange, batch.mapLive(item -> tell(item, known)));
    }

    private Set<Identity> known(Tx tx, Map<String, Set<String>> ids) throws SQLException {
        Set<Identity> known = new HashSet<>();
        for (Map.Entry<String, Set<String>> each : ids.entrySet())
            LinkTable.heard(tx, entity, each.getKey(), each.getValue())
                    .forEach(id -> known.add(new Identity(entity, each.getKey(), id)));
        return known;
    }

    private Item tell(Item item, Set<Identity> known) {
        if (!(item.body() instanceof ObjectNode body))
            throw new IllegalArgumentException("hub:known needs objects as body, each with '" + member + "'");
        return item.with(body.deepCopy().put("known", known.contains(new Identity(entity, system(item), id(item)))));
    }

    private String system(Item item) {
        return system == null ? item.message().source() : system;
    }

    private String id(Item item) {
        JsonNode body = item.body();
        return body == null ? "" : body.path(member).asText();
    }
}
