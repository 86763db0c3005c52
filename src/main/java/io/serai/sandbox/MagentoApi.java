package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Magento's REST paths below {@code rest/<store>/V1}. */
final class MagentoApi {
    private final Shop shop;
    private final MagentoAuth auth;

    MagentoApi(Shop shop, MagentoAuth auth) {
        this.shop = shop;
        this.auth = auth;
    }

    Reply answer(Call call) {
        int version = call.segment(1).equals("V1") ? 1 : 2;
        if (!call.segment(version).equals("V1")) {
            return MagentoErrors.noRoute();
        }
        List<String> path = call.path().subList(version + 1, call.path().size());
        if (path.equals(List.of("integration", "admin", "token"))
                && call.method().equals("POST")) {
            return auth.adminToken(call);
        }
        auth.check(call);
        String resource = path.isEmpty() ? "" : path.get(0);
        String id = path.size() < 2 ? "" : path.get(1);
        if (resource.equals("carts") || path.size() > 2 && resource.equals("customers")) {
            return new MagentoCarts(shop, shelf -> search(shelf, call)).answer(call, path);
        }
        if (resource.equals("returns")) {
            return new MagentoReturns(shop, shelf -> search(shelf, call)).answer(call, path);
        }
        if (path.size() == 3 && resource.equals("orders") && path.get(2).equals("comments")) {
            return call.method().equals("POST") ? comment(order(id), call) : MagentoErrors.noRoute();
        }
        if (resource.equals("directory") && call.method().equals("GET")) {
            return directory(path);
        }
        if (path.size() > 2) {
            return MagentoErrors.noRoute();
        }
        return switch (call.method() + " " + resource) {
            case "GET customers" -> id.equals("search") ? search(shop.customers.shelf, call) : get(customer(id));
            case "POST customers" -> get(shop.create(wrapped(call, "customer")));
            case "PUT customers" -> update(customer(id), wrapped(call, "customer"));
            case "DELETE customers" -> delete(customer(id));
            case "GET orders" -> id.isEmpty() ? search(shop.orders.shelf, call) : get(order(id));
            case "POST orders" -> place(wrapped(call, "entity"));
            case "GET products" -> id.isEmpty() ? search(shop.products, call) : product(id);
            case "GET company" -> id.isEmpty() ? search(shop.companies, call) : get(find(shop.companies, "id", id));
            default -> MagentoErrors.noRoute();
        };
    }

    private static Reply directory(List<String> path) {
        boolean known = path.size() == 3 && path.get(1).equals("countries");
        return known
                ? Directory.country(path.get(2))
                        .map(country -> Reply.json(200, country))
                        .orElseGet(() -> MagentoErrors.error(404, "The country isn't available."))
                : MagentoErrors.noRoute();
    }

    private Reply search(Shelf shelf, Call call) {
        SearchCriteria criteria = SearchCriteria.parse(call.query());
        int most = auth.access().maxPageSize();
        if (most > 0 && criteria.pageSize() > most) {
            return MagentoErrors.pageSize(most);
        }
        return Reply.json(200, MagentoSearch.run(shelf, criteria));
    }

    private Reply update(Entity customer, ObjectNode changes) {
        shop.customers.checkAddresses(customer, changes);
        shop.update(customer, changes);
        return get(customer);
    }

    private Reply delete(Entity customer) {
        shop.delete(customer);
        return Reply.json(200, BooleanNode.TRUE);
    }

    private Reply comment(Entity order, Call call) {
        shop.comment(order, wrapped(call, "statusHistory"));
        return Reply.json(200, BooleanNode.TRUE);
    }

    private Reply place(ObjectNode order) {
        String id = order.path("entity_id").asText();
        if (id.isEmpty()) {
            return get(shop.place(order));
        }
        Entity known = order(id);
        shop.updateOrder(known, order);
        return get(known);
    }

    private Reply product(String sku) {
        Optional<Entity> found = shop.products.all().stream()
                .filter(entity -> entity.read().path("sku").asText().equals(sku))
                .findFirst();
        return found.map(MagentoApi::get)
                .orElseGet(() -> MagentoErrors.error(
                        404, "The product that was requested doesn't exist. Verify the product and try again."));
    }

    private Entity customer(String id) {
        return find(shop.customers.shelf, "customerId", id);
    }

    private Entity order(String id) {
        return find(shop.orders.shelf, "orderId", id);
    }

    static Entity find(Shelf shelf, String field, String id) {
        return shelf.find(id).orElseThrow(() -> new Refusal(MagentoErrors.noSuchEntity(field, id)));
    }

    static Reply get(Entity entity) {
        return Reply.json(200, entity.json);
    }

    static ObjectNode wrapped(Call call, String member) {
        ObjectNode body = Json.parse(call.body())
                .orElseThrow(() -> new Refusal(MagentoErrors.error(400, "Decoding error: %1", "Syntax error")));
        if (body.get(member) instanceof ObjectNode inner) {
            return inner;
        }
        throw new Refusal(MagentoErrors.required(member));
    }
}
