package io.serai.mapping.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.regex.Pattern;

/** {@code email}: trimmed and in small letters, so that one mailbox has one spelling. */
public final class Email {
    private static final String EXPECTED = "an e-mail address";
    private static final int LONGEST = 254;
    private static final Pattern ADDRESS = Pattern.compile(
            "[^\\s@<>()\\[\\],;:\\\\\"]{1,64}@[\\p{L}\\p{N}-]+(\\.[\\p{L}\\p{N}-]+)*\\.[\\p{L}\\p{N}-]{2,}");

    private Email() {}

    public static JsonNode convert(JsonNode value) throws Unfit {
        String text = Converter.text(value, EXPECTED);
        if (text == null) return null;
        if (text.length() > LONGEST || !ADDRESS.matcher(text).matches() || dotted(text)) throw new Unfit(EXPECTED);
        return TextNode.valueOf(text.toLowerCase(Locale.ROOT));
    }

    private static boolean dotted(String text) {
        return text.startsWith(".") || text.contains("..") || text.contains(".@");
    }
}
