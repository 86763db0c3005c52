package io.serai.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** What people do in a sandbox shop, by its REST API. Answers are the customers and orders as the shop has them then. */
public record Shop(Vendors vendors, String system) {

    public JsonNode register(String email, String firstName, String lastName) {
        return register(person(email, firstName, lastName));
    }

    JsonNode register(ObjectNode customer) {
        return send("POST", "customers", "customer", customer);
    }

    public JsonNode change(JsonNode customer, String field, String value) {
        ObjectNode changed = ((ObjectNode) customer).deepCopy().put(field, value);
        return send("PUT", "customers/" + customer.get("id").asText(), "customer", changed);
    }

    /** Of a registered customer. */
    public JsonNode order(JsonNode customer, String price) {
        ObjectNode order = order(customer.get("email").asText(), price);
        return place(order.put("customer_id", customer.get("id").asInt()));
    }

    JsonNode guestOrder(String email, String firstName, String lastName, String price) {
        return place(order(email, price).put("customer_firstname", firstName).put("customer_lastname", lastName));
    }

    /** For a company that the billing address names. */
    JsonNode businessOrder(JsonNode customer, String company, String price) {
        ObjectNode order = order(customer.get("email").asText(), price)
                .put("customer_id", customer.get("id").asInt());
        order.putObject("billing_address")
                .put("firstname", "Anna")
                .put("lastname", "Berg")
                .put("company", company)
                .put("city", "Berlin")
                .put("country_id", "DE");
        return place(order);
    }

    JsonNode place(ObjectNode order) {
        return send("POST", "orders", "entity", order);
    }

    static ObjectNode order(String email, String price) {
        ObjectNode order = Json.MAPPER.createObjectNode().put("customer_email", email);
        order.putArray("items")
                .addObject()
                .put("sku", "TENT-2")
                .put("name", "Tent for two")
                .put("qty_ordered", 1)
                .put("price", Double.parseDouble(price));
        return order;
    }

    static ObjectNode person(String email, String firstName, String lastName) {
        return Json.MAPPER
                .createObjectNode()
                .put("email", email)
                .put("firstname", firstName)
                .put("lastname", lastName);
    }

    private JsonNode send(String method, String path, String member, ObjectNode content) {
        ObjectNode body = Json.MAPPER.createObjectNode().set(member, content);
        URI uri = URI.create(vendors.url() + "/sandbox/" + system + "/rest/V1/" + path);
        HttpResponse<byte[]> answer = RuntimeProcess.send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer sandbox-access-token")
                .method(method, BodyPublishers.ofByteArray(Json.write(body))));
        if (answer.statusCode() != 200)
            throw new IllegalStateException(new String(answer.body(), StandardCharsets.UTF_8));
        return Json.read(answer.body());
    }
}
