package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/** {@code rest/<store>/V1/carts}, as an integration reads them and a storefront fills them. */
record MagentoCarts(Shop shop, Function<Shelf, Reply> search) {
    Reply answer(Call call, List<String> path) {
        String id = path.size() < 2 ? "" : path.get(1);
        String part = path.size() < 3 ? "" : path.get(2);
        if (path.get(0).equals("customers")) {
            return call.method().equals("POST") && part.equals("carts")
                    ? open(MagentoApi.find(shop.customers.shelf, "customerId", id)
                            .read())
                    : MagentoErrors.noRoute();
        }
        String asked = call.method()
                + (id.isEmpty() ? "" : id.equals("search") ? " search" : " one")
                + (part.isEmpty() ? "" : " " + part);
        return switch (asked) {
            case "GET search" -> search.apply(shop.carts.shelf);
            case "GET one" -> MagentoApi.get(cart(id));
            case "POST" -> open(null);
            case "POST one items" -> Reply.json(200, put(cart(id), MagentoApi.wrapped(call, "cartItem")));
            case "POST one billing-address" -> address(cart(id), MagentoApi.wrapped(call, "address"));
            case "PUT one order" -> number(shop.order(cart(id)));
            default -> MagentoErrors.noRoute();
        };
    }

    private Reply open(ObjectNode customer) {
        return number(shop.openCart(customer));
    }

    private ObjectNode put(Entity cart, ObjectNode item) {
        return shop.putIntoCart(cart, item);
    }

    private Reply address(Entity cart, ObjectNode address) {
        shop.addressCart(cart, address);
        return number(cart);
    }

    private Entity cart(String id) {
        return MagentoApi.find(shop.carts.shelf, "cartId", id);
    }

    private static Reply number(Entity entity) {
        return Reply.json(200, IntNode.valueOf(entity.id));
    }
}
