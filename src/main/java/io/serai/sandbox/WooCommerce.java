package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The double of a WooCommerce: REST v3, and its webhooks with the ping that a new one begins with. */
final class WooCommerce extends Storefront {
    private static final String KEYS = "sandbox-consumer-key:sandbox-consumer-secret";
    private static final int LARGEST_PAGE = 100;

    WooCommerce(String name, SandboxOptions options, Vertx vertx, Clock clock) {
        super(name, options, vertx, clock);
    }

    @Override
    public boolean owns(Call call) {
        return call.segment(0).equals("wp-json");
    }

    @Override
    Optional<Reply> refuse(Call call) {
        String keys = Base64.getEncoder().encodeToString(KEYS.getBytes(StandardCharsets.UTF_8));
        boolean known = call.header("Authorization").orElse("").equals("Basic " + keys);
        return known ? Optional.empty() : Optional.of(error(401));
    }

    @Override
    public Reply error(int status) {
        return switch (status) {
            case 401 -> problem(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.");
            case 404 -> problem(404, "woocommerce_rest_invalid_id", "Invalid ID.");
            case 502, 503, 504 -> Pages.unavailable(status);
            default -> problem(status, "internal_server_error", "There has been a critical error on this website.");
        };
    }

    private static Reply problem(int status, String code, String message) {
        ObjectNode json = Json.object().put("code", code).put("message", message);
        json.putObject("data").put("status", status);
        return Reply.json(status, json);
    }

    @Override
    Reply api(Call call) {
        String resource = call.segment(3);
        if (!call.segment(1).equals("wc") || !call.segment(2).equals("v3")) {
            return problem(404, "rest_no_route", "No route was found matching the URL and request method.");
        }
        if (resource.equals("webhooks") && call.method().equals("POST")) {
            return hook(given(call));
        }
        if (!resource.equals(CUSTOMERS) && !resource.equals(ORDERS)) {
            return problem(404, "rest_no_route", "No route was found matching the URL and request method.");
        }
        String id = call.segment(4);
        return switch (call.method() + (id.isEmpty() ? "" : " id")) {
            case "GET" -> list(resource, call);
            case "POST" -> Reply.json(201, create(resource, given(call)).json());
            case "GET id" ->
                find(resource, id).map(held -> Reply.json(200, held.json())).orElseGet(() -> error(404));
            case "PUT id" ->
                find(resource, id)
                        .map(held -> Reply.json(
                                200, update(resource, held, given(call)).json()))
                        .orElseGet(() -> error(404));
            case "DELETE id" -> remove(resource, id);
            default -> problem(404, "rest_no_route", "No route was found matching the URL and request method.");
        };
    }

    private Reply remove(String resource, String id) {
        Optional<Held> found = find(resource, id);
        found.ifPresent(held -> delete(resource, held));
        return found.map(held -> Reply.json(200, held.json())).orElseGet(() -> error(404));
    }

    /** A new webhook tries its address with a form that nobody signed. */
    private Reply hook(ObjectNode given) {
        webhooks.offer(
                "webhook_id=1".getBytes(StandardCharsets.US_ASCII),
                (body, now) -> Map.of("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
                1);
        return Reply.json(
                201, Json.object().put("id", 1).put("status", "active").setAll(given));
    }

    /** Only orders can be asked for changes, and the second that is named is not among them. */
    private Reply list(String resource, Call call) {
        int size = Integer.parseInt(call.query("per_page").orElse("10"));
        if (size > LARGEST_PAGE) {
            return problem(400, "rest_invalid_param", "Invalid parameter(s): per_page");
        }
        List<Held> all;
        try {
            all = resource.equals(ORDERS)
                    ? changed(
                            ORDERS,
                            call.query("modified_after").map(WooCommerce::after).orElse(null))
                    : changed(CUSTOMERS, null).stream()
                            .sorted(Comparator.comparing(Held::id))
                            .toList();
        } catch (DateTimeException e) {
            return problem(400, "rest_invalid_param", "Invalid parameter(s): modified_after");
        }
        int page = Integer.parseInt(call.query("page").orElse("1"));
        ArrayNode items = Json.array();
        all.stream().skip((page - 1L) * size).limit(size).forEach(held -> items.add(held.json()));
        int pages = (all.size() + size - 1) / size;
        return Reply.json(200, items)
                .with("X-WP-Total", Integer.toString(all.size()))
                .with("X-WP-TotalPages", Integer.toString(pages));
    }

    private static Instant after(String text) {
        return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).plusSeconds(1);
    }

    private static ObjectNode given(Call call) {
        return Json.parse(call.body())
                .orElseThrow(() -> new Refusal(problem(400, "rest_invalid_json", "Invalid JSON body passed.")));
    }

    @Override
    ObjectNode customer(Shopper shopper) {
        ObjectNode json = Json.object().put("email", shopper.email());
        json.put("first_name", shopper.first()).put("last_name", shopper.last()).put("role", "customer");
        json.put("username", shopper.email()).set("billing", address(shopper).put("email", shopper.email()));
        return json.set("shipping", address(shopper));
    }

    private static ObjectNode address(Shopper shopper) {
        return Json.object()
                .put("first_name", shopper.first())
                .put("last_name", shopper.last())
                .put("company", "")
                .put("address_1", shopper.street())
                .put("address_2", "")
                .put("city", shopper.city())
                .put("postcode", shopper.postcode())
                .put("country", shopper.country())
                .put("state", "")
                .put("phone", shopper.phone());
    }

    @Override
    ObjectNode order(Shopper shopper, Purchase purchase) {
        ObjectNode json = Json.object()
                .put("number", Integer.toString(700 + changed(ORDERS, null).size()));
        json.put("status", "processing").put("currency", "EUR").put("customer_id", shopper.id());
        json.put("discount_total", "0.00").put("shipping_total", "0.00").put("shipping_tax", "0.00");
        json.put("total", purchase.gross().toString())
                .put("total_tax", purchase.tax().toString());
        json.put("payment_method", "cod").set("billing", address(shopper).put("email", shopper.email()));
        json.set("shipping", address(shopper));
        ObjectNode line = json.putArray("line_items").addObject().put("id", 1).put("product_id", 93);
        line.put("name", purchase.product().name())
                .put("sku", purchase.product().sku());
        line.put("quantity", purchase.quantity()).put("price", purchase.price());
        line.put("total", purchase.net().toString())
                .put("total_tax", purchase.tax().toString());
        return json;
    }

    @Override
    void stamp(ObjectNode json, Instant now, boolean made) {
        String time = now.toString().replace("Z", "");
        if (made) {
            json.put("date_created_gmt", time);
        }
        json.put("date_modified_gmt", time);
    }

    @Override
    ObjectNode edit(String resource, ObjectNode known, SplittableRandom dice) {
        if (resource.equals(ORDERS)) {
            return Json.object().put("status", "completed");
        }
        ObjectNode billing = known.path("billing").deepCopy();
        return Json.object().set("billing", billing.put("address_1", Place.DE.street(dice)));
    }

    /** Deliveries of one second have one id; each is tried once. */
    @Override
    void tell(String resource, String verb, Held held) {
        String topic = resource.substring(0, resource.length() - 1) + "." + verb;
        byte[] body = Json.write(verb.equals("deleted") ? Json.object().put("id", held.id()) : held.json());
        webhooks.offer(
                body,
                (bytes, now) -> Map.of(
                        "Content-Type",
                        "application/json",
                        "X-WC-Webhook-Topic",
                        topic,
                        "X-WC-Webhook-Resource",
                        topic.substring(0, topic.indexOf('.')),
                        "X-WC-Webhook-Event",
                        verb,
                        "X-WC-Webhook-ID",
                        "1",
                        "X-WC-Webhook-Delivery-ID",
                        Long.toHexString(held.changed().getEpochSecond()),
                        "X-WC-Webhook-Signature",
                        WebhookSignature.ofBody(webhooks.options().secret(), bytes)),
                1);
    }
}
