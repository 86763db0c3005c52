package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Two rows that turn out to be one, as somebody merges them at a screen or Apex does: {@code {"object":"Contact","master":"003..","loser":
 * "003.."}}. The loser goes to the recycle bin and names its master; what pointed at it points at the master.
 */
final class SalesforceMerge {
    private final Org org;

    SalesforceMerge(Org org) {
        this.org = org;
    }

    Reply run(ObjectNode order) {
        STable table = org.table(order.path("object").asText())
                .orElseThrow(() -> new Refusal(Reply.refused(400, "expected object, such as Contact")));
        SRow master = row(table, order, "master");
        SRow loser = row(table, order, "loser");
        if (master == loser) {
            throw new Refusal(Reply.refused(400, "master and loser are the same"));
        }
        long now = org.clock.millis();
        for (STable other : org.tables().values()) {
            for (SRow row : other.rows()) {
                move(other, row, loser.id(), master.id(), now);
            }
        }
        loser.master = master.id();
        loser.modifiedBy = org.person;
        table.delete(loser, now);
        table.update(master, master.values(), now);
        master.modifiedBy = org.person;
        return Reply.json(200, RowView.whole(master, Json.object(), true));
    }

    private void move(STable table, SRow row, String from, String to, long now) {
        Object[] values = row.values();
        boolean moved = false;
        for (Map.Entry<Integer, SField> field : references(table).entrySet()) {
            if (from.equals(values[field.getKey()])) {
                values[field.getKey()] = to;
                moved = true;
            }
        }
        if (moved) {
            table.update(row, values, now);
            row.modifiedBy = org.person;
        }
    }

    private static Map<Integer, SField> references(STable table) {
        Map<Integer, SField> references = new java.util.TreeMap<>();
        for (int place = 0; place < table.type.fields().size(); place++) {
            if (!table.type.field(place).references().isEmpty()) {
                references.put(place, table.type.field(place));
            }
        }
        return references;
    }

    private static SRow row(STable table, ObjectNode order, String member) {
        return table.find(order.path(member).asText())
                .orElseThrow(() -> new Refusal(Reply.refused(400, "expected " + member + ", the id of a row")));
    }
}
