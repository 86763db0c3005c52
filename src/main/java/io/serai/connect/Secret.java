package io.serai.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A value that must not be seen: it shows itself only when asked by {@link #reveal()}. One that is kept in a file is as the file is
 * now, so whoever uses it asks each time. Thread-safe.
 */
public final class Secret {
    private static final String ENCODED = "whsec_";

    private final SecretSource source;
    private final UnaryOperator<String> form;

    public Secret(String text) {
        this(SecretSource.of(text), UnaryOperator.identity());
    }

    /**
     * What stands in a file, read again at most two seconds after it changed.
     *
     * @throws IOException when it cannot be read now
     */
    public static Secret inFile(Path file) throws IOException {
        return new Secret(new SecretFile(file, Duration.ZERO, System::nanoTime, InstantSource.system()));
    }

    Secret(SecretSource source) {
        this(source, UnaryOperator.identity());
    }

    private Secret(SecretSource source, UnaryOperator<String> form) {
        this.source = source;
        this.form = form;
    }

    public String reveal() {
        return form.apply(source.now());
    }

    /** What somebody else may still sign with: the value, and for a while the one that stood in its file before. */
    public List<String> accepted() {
        return source.accepted().stream().map(form).toList();
    }

    /** The same in another form, also when it changes. */
    public Secret map(UnaryOperator<String> change) {
        return new Secret(source, text -> change.apply(form.apply(text)));
    }

    /**
     * The key of a webhook's signature: the text's own bytes, or, as Standard Webhooks writes keys, the base64 after {@code whsec_}.
     *
     * @throws IllegalArgumentException when there is no base64 after {@code whsec_}
     */
    public static byte[] hookKey(String text) {
        if (!text.startsWith(ENCODED)) return text.getBytes(StandardCharsets.UTF_8);
        byte[] key = Base64.getDecoder().decode(text.substring(ENCODED.length()));
        if (key.length == 0) throw new IllegalArgumentException("no key");
        return key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.reveal().equals(reveal());
    }

    @Override
    public int hashCode() {
        return reveal().hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
