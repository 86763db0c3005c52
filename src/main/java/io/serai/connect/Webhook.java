package io.serai.connect;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.Versions;

/**
 * The webhooks of a system. Kinds that sign in a way of their own look at the keys only.
 *
 * @param keys what they are signed with, the newest first; empty when it sends none
 * @param header that the signature or the token stands in, where the scheme leaves it open
 * @param prefix what stands in the header before the signature
 * @param events jq that finds the events in the body; empty for the payload of the kind
 * @param entities that may come; empty for those of the kind
 * @param adobe of the scheme {@code adobe-io}, else null
 */
public record Webhook(
        List<Secret> keys,
        Scheme scheme,
        String header,
        String prefix,
        String events,
        List<String> entities,
        Adobe adobe) {
    /** The version that Camel's {@code jq} language uses too. */
    public static final Version JQ = Versions.JQ_1_7;

    /** How a request is signed. */
    public enum Scheme {
        /** Standard Webhooks: HMAC-SHA256 over id, time and body. */
        STANDARD,
        /** HMAC-SHA256 over the body, in base64. */
        HMAC_BASE64,
        /** The same in hexadecimal digits. */
        HMAC_HEX,
        /** The secret itself. */
        HEADER,
        /** Adobe I/O Events: RSA over the body, by keys that Adobe serves. */
        ADOBE_IO;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Scheme> of(String label) {
            return Arrays.stream(values())
                    .filter(scheme -> scheme.label().equals(label))
                    .findFirst();
        }

        static List<String> labels() {
            return Arrays.stream(values()).map(Scheme::label).toList();
        }
    }

    /**
     * @param clientId whom events are for: Adobe signs everybody's with the same keys
     * @param keys where the paths of keys begin
     */
    public record Adobe(String clientId, URI keys) {}

    public Webhook {
        keys = List.copyOf(keys);
        entities = List.copyOf(entities);
    }

    /** Whether the system sends any. */
    public boolean sends() {
        return !keys.isEmpty() || adobe != null;
    }
}
