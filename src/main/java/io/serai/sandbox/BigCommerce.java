package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/** The double of a BigCommerce: customers v3, orders v2 with their parts elsewhere, and thin webhooks. */
final class BigCommerce extends Storefront {
    private static final String TOKEN = "sandbox-bigcommerce-token";
    private static final DateTimeFormatter MAIL =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss xx", Locale.ENGLISH);
    private static final List<String> PARTS = List.of("products", "shipping_addresses");

    BigCommerce(String name, SandboxOptions options, Vertx vertx, Clock clock) {
        super(name, options, vertx, clock);
    }

    @Override
    public boolean owns(Call call) {
        return call.segment(0).equals("v3") || call.segment(0).equals("v2");
    }

    @Override
    Optional<Reply> refuse(Call call) {
        boolean known = call.header("X-Auth-Token").orElse("").equals(TOKEN);
        return known ? Optional.empty() : Optional.of(error(401));
    }

    @Override
    public Reply error(int status) {
        Reply reply = Reply.json(
                status,
                Json.object()
                        .put("status", status)
                        .put("title", status == 404 ? "The resource was not found." : "Request refused.")
                        .put("type", "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"));
        return status == 429
                ? reply.with("X-Rate-Limit-Requests-Left", "0").with("X-Rate-Limit-Time-Reset-Ms", "1000")
                : reply;
    }

    @Override
    Reply api(Call call) {
        String path = call.segment(0) + "/" + call.segment(1);
        Reply reply = switch (path) {
            case "v3/customers" -> customers(call);
            case "v2/orders" -> orders(call);
            default -> error(404);
        };
        return reply.with("X-Rate-Limit-Requests-Left", "149")
                .with("X-Rate-Limit-Requests-Quota", "150")
                .with("X-Rate-Limit-Time-Window-Ms", "30000")
                .with("X-Rate-Limit-Time-Reset-Ms", "30000");
    }

    /** v3 takes and gives lists. */
    private Reply customers(Call call) {
        return switch (call.method()) {
            case "GET" -> {
                List<String> ids = call.query("id:in")
                        .map(text -> Arrays.asList(text.split(",")))
                        .orElse(null);
                List<Held> found = since(CUSTOMERS, call, "date_modified:min").stream()
                        .filter(held -> ids == null || ids.contains(Long.toString(held.id())))
                        .toList();
                boolean addresses = call.query("include").orElse("").contains("addresses");
                yield envelope(
                        page(found, call).map(held -> shown(held, addresses)).toList(), found.size(), call);
            }
            case "POST" ->
                envelope(given(call).map(one -> create(CUSTOMERS, one).json()).toList(), 0, call);
            case "PUT" ->
                envelope(
                        given(call)
                                .flatMap(one -> find(CUSTOMERS, one.path("id").asText()).stream()
                                        .map(held ->
                                                update(CUSTOMERS, held, one).json()))
                                .toList(),
                        0,
                        call);
            case "DELETE" -> {
                for (String id : call.query("id:in").orElse("").split(",")) {
                    find(CUSTOMERS, id).ifPresent(held -> delete(CUSTOMERS, held));
                }
                yield Reply.empty(204);
            }
            default -> error(405);
        };
    }

    private static JsonNode shown(Held held, boolean addresses) {
        return addresses ? held.json() : held.json().deepCopy().without("addresses");
    }

    private static Reply envelope(List<? extends JsonNode> items, int total, Call call) {
        ObjectNode json = Json.object();
        json.putArray("data").addAll(items);
        json.putObject("meta")
                .putObject("pagination")
                .put("total", total)
                .put("count", items.size())
                .put("current_page", number(call, "page", 1));
        return Reply.json(200, json);
    }

    private static java.util.stream.Stream<ObjectNode> given(Call call) {
        try {
            JsonNode body = Json.MAPPER.readTree(call.body());
            return java.util.stream.StreamSupport.stream(body.spliterator(), false)
                    .map(ObjectNode.class::cast);
        } catch (java.io.IOException e) {
            throw new Refusal(Reply.json(422, Json.object().put("title", "expected a JSON array")));
        }
    }

    /** v2 gives bare lists, nothing at all where there is nothing, and an order's parts by calls of their own. */
    private Reply orders(Call call) {
        String id = call.segment(2);
        if (id.isEmpty()) {
            return switch (call.method()) {
                case "GET" -> {
                    ArrayNode items = Json.array();
                    page(since(ORDERS, call, "min_date_modified"), call).forEach(held -> items.add(whole(held)));
                    yield items.isEmpty() ? Reply.empty(204) : Reply.json(200, items);
                }
                case "POST" -> Reply.json(201, whole(create(ORDERS, body(call))));
                default -> error(405);
            };
        }
        Optional<Held> found = find(ORDERS, id);
        if (found.isEmpty()) {
            return error(404);
        }
        String part = call.segment(3);
        return switch (call.method() + (part.isEmpty() ? "" : " part")) {
            case "GET" -> Reply.json(200, whole(found.get()));
            case "PUT" -> Reply.json(200, whole(update(ORDERS, found.get(), body(call))));
            case "GET part" -> part(found.get().json().path(part));
            default -> error(405);
        };
    }

    private static Reply part(JsonNode part) {
        return part.isArray() && !part.isEmpty() ? Reply.json(200, part) : Reply.empty(204);
    }

    private static ObjectNode whole(Held order) {
        ObjectNode json = order.json().deepCopy();
        for (String part : PARTS) {
            json.putObject(part).put("resource", "/orders/" + order.id() + "/" + part);
        }
        return json;
    }

    private static ObjectNode body(Call call) {
        return Json.parse(call.body())
                .orElseThrow(() -> new Refusal(Reply.json(400, Json.object().put("title", "expected a JSON object"))));
    }

    private List<Held> since(String resource, Call call, String filter) {
        try {
            return changed(
                    resource,
                    call.query(filter)
                            .map(text -> OffsetDateTime.parse(text).toInstant())
                            .orElse(null));
        } catch (DateTimeException e) {
            throw new Refusal(Reply.json(422, Json.object().put("title", filter + " is not a time")));
        }
    }

    private static java.util.stream.Stream<Held> page(List<Held> all, Call call) {
        int limit = number(call, "limit", 50);
        return all.stream().skip((number(call, "page", 1) - 1L) * limit).limit(limit);
    }

    private static int number(Call call, String name, int otherwise) {
        return call.query(name)
                .filter(text -> text.matches("\\d{1,6}"))
                .map(Integer::parseInt)
                .orElse(otherwise);
    }

    @Override
    ObjectNode customer(Shopper shopper) {
        ObjectNode json = Json.object().put("email", shopper.email());
        json.put("first_name", shopper.first()).put("last_name", shopper.last()).put("company", "");
        json.put("phone", "").put("customer_group_id", 0).put("origin_channel_id", 1);
        json.put("accepts_product_review_abandoned_cart_emails", Boolean.TRUE.equals(shopper.marketing()));
        json.putArray("addresses")
                .addObject()
                .put("first_name", shopper.first())
                .put("last_name", shopper.last())
                .put("company", "")
                .put("address1", shopper.street())
                .put("address2", "")
                .put("city", shopper.city())
                .put("postal_code", shopper.postcode())
                .put("country_code", shopper.country())
                .put("phone", shopper.phone());
        return json;
    }

    @Override
    ObjectNode order(Shopper shopper, Purchase purchase) {
        ObjectNode json = Json.object().put("customer_id", shopper.id()).put("status_id", 11);
        json.put("status", "Awaiting Fulfillment").put("currency_code", "EUR").put("channel_id", 1);
        json.put("subtotal_ex_tax", four(purchase.net())).put("shipping_cost_ex_tax", "0.0000");
        json.put("shipping_cost_tax", "0.0000").put("total_tax", four(purchase.tax()));
        json.put("total_inc_tax", four(purchase.gross())).put("discount_amount", "0.0000");
        json.put("coupon_discount", "0.0000").put("refunded_amount", "0.0000").put("payment_method", "Manual");
        json.set("billing_address", address(shopper).put("email", shopper.email()));
        ObjectNode line = json.putArray("products").addObject().put("id", 1).put("product_id", 93);
        line.put("name", purchase.product().name())
                .put("sku", purchase.product().sku());
        line.put("quantity", purchase.quantity()).put("price_ex_tax", four(purchase.price()));
        line.put("total_ex_tax", four(purchase.net())).put("total_tax", four(purchase.tax()));
        json.putArray("shipping_addresses").add(address(shopper).put("shipping_method", "Flat Rate"));
        return json;
    }

    private static String four(java.math.BigDecimal amount) {
        return amount.setScale(4).toString();
    }

    private static ObjectNode address(Shopper shopper) {
        return Json.object()
                .put("first_name", shopper.first())
                .put("last_name", shopper.last())
                .put("company", "")
                .put("street_1", shopper.street())
                .put("street_2", "")
                .put("city", shopper.city())
                .put("zip", shopper.postcode())
                .put("country_iso2", shopper.country())
                .put("phone", shopper.phone());
    }

    /** Of customers as everybody does, of orders as e-mails do. */
    @Override
    void stamp(ObjectNode json, Instant now, boolean made) {
        String time = json.has("currency_code") ? MAIL.format(now.atOffset(ZoneOffset.UTC)) : now.toString();
        if (made) {
            json.put("date_created", time);
        }
        json.put("date_modified", time);
    }

    @Override
    ObjectNode edit(String resource, ObjectNode known, SplittableRandom dice) {
        if (resource.equals(ORDERS)) {
            return Json.object().put("status_id", 10).put("status", "Completed");
        }
        ArrayNode addresses = known.path("addresses").deepCopy();
        addresses.forEach(address -> ((ObjectNode) address).put("address1", Place.DE.street(dice)));
        return Json.object().set("addresses", addresses);
    }

    @Override
    void tell(String resource, String verb, Held held) {
        String entity = resource.substring(0, resource.length() - 1);
        ObjectNode json = Json.object().put("scope", "store/" + entity + "/" + verb);
        json.put("store_id", "1").put("hash", UUID.randomUUID().toString().replace("-", ""));
        json.put("created_at", held.changed().getEpochSecond()).put("producer", "stores/sandbox");
        json.putObject("data").put("type", entity).put("id", held.id());
        webhooks.offer(Json.write(json), webhooks.standard(UUID.randomUUID().toString()), 11);
    }
}
