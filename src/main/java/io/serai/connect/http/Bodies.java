package io.serai.connect.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.BufferedHttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Reads a body and leaves it for those who come after. */
final class Bodies {
    private static final int LONGEST = 16_384;

    private Bodies() {}

    /** The first characters of the body; null when there is none or it is packed in a way that is not gzip. */
    static String keep(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) return null;
        BufferedHttpEntity kept = new BufferedHttpEntity(entity);
        response.setEntity(kept);
        byte[] bytes = EntityUtils.toByteArray(kept);
        return bytes == null ? null : text(bytes, entity.getContentEncoding());
    }

    static String text(byte[] bytes, String encoding) throws IOException {
        if (encoding == null) return text(new ByteArrayInputStream(bytes));
        if (!encoding.contains("gzip")) return null;
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return text(unpacked);
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    }
}
