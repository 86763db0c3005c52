package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * How a shop tells what happens by Adobe I/O Events: CloudEvents with ids only, each with two RSA signatures of its body, by keys whose public parts
 * are served under the paths that the requests name. Thread-safe.
 */
final class AdobeEvents implements Webhooks.Seal {
    static final int ATTEMPTS = 5;
    private static final String PATH = "/prod/keys/pub-key-%d.pem";
    private static final Map<String, String> NAMES = Map.of(
            "customer.created", "customer_save_commit_after",
            "customer.updated", "customer_save_commit_after",
            "customer.deleted", "customer_delete_commit_after",
            "order.created", "sales_order_save_commit_after",
            "order.updated", "sales_order_save_commit_after",
            "return.created", "rma_save_commit_after",
            "return.updated", "rma_save_commit_after");

    private final List<KeyPair> keys;
    private final String clientId;
    private final String shop;
    private final Clock clock;

    AdobeEvents(String clientId, String shop, Clock clock) {
        this.clientId = clientId;
        this.shop = shop;
        this.clock = clock;
        this.keys = List.of(pair(), pair());
    }

    /** Empty for what nobody has subscribed to. */
    Optional<byte[]> body(String type, byte[] entity) {
        String name = NAMES.get(type);
        if (name == null) {
            return Optional.empty();
        }
        ObjectNode known = Json.read(entity);
        String id = UUID.randomUUID().toString();
        ObjectNode event = Json.object().put("specversion", "1.0").put("id", id);
        event.put("source", "urn:uuid:" + UUID.nameUUIDFromBytes(shop.getBytes(StandardCharsets.UTF_8)));
        event.put("type", "com.adobe.commerce.observer." + name)
                .put("datacontenttype", "application/json")
                .put("time", clock.instant().toString())
                .put("eventid", UUID.randomUUID().toString())
                .put("recipientclientid", clientId);
        ObjectNode data = event.putObject("data");
        data.putObject("value")
                .put(
                        "entity_id",
                        known.path(known.has("entity_id") ? "entity_id" : "id").asText());
        data.put("source", shop)
                .putObject("_metadata")
                .put("commerceEdition", "Adobe Commerce")
                .put("storeId", "1");
        return Optional.of(Json.write(event));
    }

    /** The public key at this path. */
    Optional<Reply> key(String path) {
        for (int i = 1; i <= keys.size(); i++) {
            if (PATH.formatted(i).equals(path)) {
                String pem = Base64.getMimeEncoder()
                        .encodeToString(keys.get(i - 1).getPublic().getEncoded());
                byte[] text = ("-----BEGIN PUBLIC KEY-----\n" + pem + "\n-----END PUBLIC KEY-----\n")
                        .getBytes(StandardCharsets.US_ASCII);
                return Optional.of(new Reply(200, text, "application/x-pem-file", Map.of()));
            }
        }
        return Optional.empty();
    }

    @Override
    public Map<String, String> headers(byte[] body, long nowSeconds) {
        return Map.of(
                "Content-Type", "application/json",
                "x-adobe-digital-signature-1", sign(keys.get(0), body),
                "x-adobe-public-key1-path", PATH.formatted(1),
                "x-adobe-digital-signature-2", sign(keys.get(1), body),
                "x-adobe-public-key2-path", PATH.formatted(2));
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sign(KeyPair pair, byte[] body) {
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initSign(pair.getPrivate());
            rsa.update(body);
            return Base64.getEncoder().encodeToString(rsa.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
