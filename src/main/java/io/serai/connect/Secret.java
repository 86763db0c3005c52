package io.serai.connect;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A value that must not be seen: it shows itself only when asked by {@link #reveal()}. */
public record Secret(String reveal) {
    private static final String ENCODED = "whsec_";

    /**
     * The key of a webhook's signature: the text's own bytes, or, as Standard Webhooks writes keys, the base64 after {@code whsec_}.
     *
     * @throws IllegalArgumentException when there is no base64 after {@code whsec_}
     */
    public byte[] hookKey() {
        if (!reveal.startsWith(ENCODED)) return reveal.getBytes(StandardCharsets.UTF_8);
        byte[] key = Base64.getDecoder().decode(reveal.substring(ENCODED.length()));
        if (key.length == 0) throw new IllegalArgumentException("no key");
        return key;
    }

    @Override
    public String toString() {
        return "***";
    }
}
