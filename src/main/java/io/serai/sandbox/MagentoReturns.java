package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/** {@code rest/<store>/V1/returns}. */
record MagentoReturns(Shop shop, Function<Shelf, Reply> search) {
    Reply answer(Call call, List<String> path) {
        String id = path.size() < 2 ? "" : path.get(1);
        String part = path.size() < 3 ? "" : path.get(2);
        String asked = call.method() + (id.isEmpty() ? "" : " one") + (part.isEmpty() ? "" : " " + part);
        return path.size() > 3
                ? MagentoErrors.noRoute()
                : switch (asked) {
                    case "GET" -> search.apply(shop.returns.shelf);
                    case "GET one" -> MagentoApi.get(rma(id));
                    case "POST" -> request(MagentoApi.wrapped(call, "rmaDataObject"));
                    case "PUT one" -> update(rma(id), MagentoApi.wrapped(call, "rmaDataObject"));
                    case "POST one comments" -> comment(rma(id), MagentoApi.wrapped(call, "data"));
                    default -> MagentoErrors.noRoute();
                };
    }

    private Reply request(ObjectNode given) {
        Entity order = MagentoApi.find(
                shop.orders.shelf, "orderId", given.path("order_id").asText());
        return MagentoApi.get(shop.requestReturn(given, order.read()));
    }

    private Reply update(Entity rma, ObjectNode given) {
        shop.updateReturn(rma, given);
        return MagentoApi.get(rma);
    }

    private Reply comment(Entity rma, ObjectNode given) {
        shop.commentReturn(rma, given);
        return Reply.json(200, BooleanNode.TRUE);
    }

    private Entity rma(String id) {
        return MagentoApi.find(shop.returns.shelf, "id", id);
    }
}
