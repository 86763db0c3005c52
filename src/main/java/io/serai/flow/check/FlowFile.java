package io.serai.flow.check;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/**
 * One file of the routes folder, as it was read.
 *
 * @param name path as the user would name it, {@code routes/kamelets/x.kamelet.yaml}
 * @param kind decides how it is parsed
 * @param content the text
 * @param revision first 12 hex digits of the SHA-256 of the content
 */
public record FlowFile(String name, Kind kind, String content, String revision) {

    public enum Kind {
        YAML(".camel.yaml", "yaml"),
        XML(".camel.xml", "xml"),
        KAMELET(".kamelet.yaml", "kamelet.yaml");

        private final String suffix;
        private final String loader;

        Kind(String suffix, String loader) {
            this.suffix = suffix;
            this.loader = loader;
        }

        /** Extension under which Camel knows the loader. */
        public String loader() {
            return loader;
        }

        /** As shown and as metric label: {@code yaml}. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        public static Optional<Kind> of(String fileName) {
            for (Kind kind : values()) if (fileName.endsWith(kind.suffix)) return Optional.of(kind);
            return Optional.empty();
        }
    }

    public static FlowFile of(String name, Kind kind, String content) {
        return new FlowFile(name, kind, content, hash(content));
    }

    /** The content as Camel's loaders want it. */
    public Resource resource() {
        return ResourceHelper.fromString("file:" + name, content);
    }

    /** First 12 hex digits of the SHA-256. */
    public static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
