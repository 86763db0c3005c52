package io.serai.connect.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding as RFC 5849 section 3.6 wants it: everything but letters, digits and {@code -._~}, in capitals. */
final class PercentCode {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private PercentCode() {}

    static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (unreserved(b)) out.append((char) b);
            else out.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
        }
        return out.toString();
    }

    /** As a web server reads a query: {@code +} is a blank. */
    static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static boolean unreserved(byte b) {
        return b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b >= '0' && b <= '9'
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~';
    }
}
