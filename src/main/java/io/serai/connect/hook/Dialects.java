package io.serai.connect.hook;

import io.serai.connect.Kind;
import io.serai.connect.Secret;
import io.serai.connect.VendorSystem;
import io.serai.connect.Webhook;
import io.serai.connect.hook.BodySignature.Form;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** How each system sends webhooks: as its kind does, or as its configuration says. Made at the start, by one thread. */
final class Dialects {
    private static final int OK = 200;

    private final Freshness freshness;
    private final Clock clock;
    private Scope builtins;

    Dialects(HooksConfig config, Clock clock) {
        this.clock = clock;
        this.freshness = new Freshness(clock, config.maxAge());
    }

    Dialect of(VendorSystem system) {
        List<Secret> secrets = system.webhook().keys();
        return switch (system.kind()) {
            case SHOPIFY ->
                new Dialect(
                        new BodySignature(Hmac.of(secrets), "X-Shopify-Hmac-Sha256", "", Form.BASE64),
                        new ShopifyPayload());
            case WOOCOMMERCE ->
                new Dialect(
                        new BodySignature(
                                Hmac.with(secrets, Dialects::wordpress), "X-WC-Webhook-Signature", "", Form.BASE64),
                        new WooCommercePayload());
            case HUBSPOT -> new Dialect(new HubSpotSignature(Hmac.of(secrets), freshness), new HubSpotPayload());
            case BIGCOMMERCE -> new Dialect(new StandardSignature(secrets, freshness), new BigCommercePayload(), OK);
            case OMNISEND, SMARTICO ->
                new Dialect(
                        system.webhook().scheme() == Webhook.Scheme.STANDARD
                                ? new TokenSignature(system.webhook().header(), secrets)
                                : signature(system.webhook()),
                        system.webhook().events().isEmpty()
                                ? new EngagementPayload(system.kind() == Kind.SMARTICO)
                                : payload(system.kind(), system.webhook()));
            default -> new Dialect(signature(system.webhook()), payload(system.kind(), system.webhook()));
        };
    }

    private Signature signature(Webhook webhook) {
        return switch (webhook.scheme()) {
            case STANDARD -> new StandardSignature(webhook.keys(), freshness);
            case HMAC_BASE64 -> body(webhook, Form.BASE64);
            case HMAC_HEX -> body(webhook, Form.HEX);
            case HEADER -> new TokenSignature(webhook.header(), webhook.keys());
            case ADOBE_IO ->
                new AdobeClient(
                        webhook.adobe().clientId(),
                        new AdobeSignature(new AdobeKeys(webhook.adobe().keys(), clock)));
        };
    }

    private static Signature body(Webhook webhook, Form form) {
        return new BodySignature(Hmac.of(webhook.keys()), webhook.header(), webhook.prefix(), form);
    }

    private Payload payload(Kind kind, Webhook webhook) {
        List<String> entities = webhook.entities().isEmpty() ? kind.entities() : webhook.entities();
        boolean adobe = webhook.scheme() == Webhook.Scheme.ADOBE_IO;
        if (!webhook.events().isEmpty()) {
            Payload told = jq(webhook.events(), entities);
            return adobe ? new AdobeRecipient(webhook.adobe().clientId(), told) : told;
        }
        return adobe
                ? new AdobeRecipient(webhook.adobe().clientId(), new AdobePayload())
                : new StandardPayload(entities);
    }

    /** @param expression that {@code Systems} found to be jq */
    private Payload jq(String expression, List<String> entities) {
        if (builtins == null) {
            builtins = Scope.newEmptyScope();
            BuiltinFunctionLoader.getInstance().loadFunctions(Dialects.class.getClassLoader(), Webhook.JQ, builtins);
        }
        try {
            return new JqPayload(JsonQuery.compile(expression, Webhook.JQ), builtins, entities);
        } catch (JsonQueryException e) {
            throw new IllegalStateException("webhook.events was not checked", e);
        }
    }

    /** WordPress keeps the secret as its form shows it, and signs with what that stands for. */
    private static byte[] wordpress(String secret) {
        return secret.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#039;", "'")
                .replace("&amp;", "&")
                .getBytes(StandardCharsets.UTF_8);
    }
}
