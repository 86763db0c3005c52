package io.serai.sandbox;

import java.util.regex.Pattern;

/** Literals of SOQL, and how they compare with what rows hold: text regardless of case, times as moments. */
final class SoqlValue {
    private SoqlValue() {}

    /** Reads a literal; what is none is refused. */
    static Object parse(String word) {
        if (word.startsWith("'")) {
            return word.substring(1, word.length() - 1)
                    .replace("\\'", "'")
                    .replace("\\\"", "\"")
                    .replace("\\n", "\n")
                    .replace("\\\\", "\\");
        }
        if (word.equalsIgnoreCase("null")) {
            return null;
        }
        if (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")) {
            return Boolean.valueOf(word);
        }
        if (word.matches("\\d{4}-\\d\\d-\\d\\d.*")) {
            return word.length() == 10
                    ? word
                    : SalesforceTime.normal(word).orElseThrow(() -> SoqlLexer.malformed("invalid date/time: " + word));
        }
        try {
            return Double.valueOf(word);
        } catch (NumberFormatException e) {
            throw SoqlLexer.malformed("unexpected token: '" + word + "'");
        }
    }

    static boolean equal(Object actual, Object literal) {
        if (actual == null || literal == null) {
            return actual == literal;
        }
        if (actual instanceof String text && literal instanceof String other) {
            boolean shortId = other.length() == 15 && text.length() == 18 && SalesforceId.isId(text);
            return shortId ? text.startsWith(other) : text.equalsIgnoreCase(other);
        }
        return actual.equals(literal);
    }

    /** Order of two values; nothing comes before everything. */
    static int compare(Object left, Object right) {
        if (left == null || right == null) {
            return left == right ? 0 : left == null ? -1 : 1;
        }
        if (left instanceof Double a && right instanceof Double b) {
            return a.compareTo(b);
        }
        return left.toString().compareToIgnoreCase(right.toString());
    }

    static boolean like(Object actual, Object pattern) {
        StringBuilder regex = new StringBuilder("(?is)");
        for (char c : String.valueOf(pattern).toCharArray()) {
            regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return actual != null && actual.toString().matches(regex.toString());
    }
}
