package io.serai.sandbox;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/** One condition of a search. Values compare as numbers if both are, else as text regardless of case, as in Magento's database. */
record Filter(String field, String operator, String value) {
    private static final Set<String> OPERATORS = Set.of(
            "eq", "neq", "gt", "gteq", "lt", "lteq", "moreq", "from", "to", "in", "nin", "like", "nlike", "finset",
            "nfinset", "null", "notnull");

    /** An unknown operator is refused. */
    static Filter of(String field, String operator, String value) {
        if (!OPERATORS.contains(operator)) {
            throw new Refusal(MagentoErrors.internal());
        }
        return new Filter(field, operator, value);
    }

    /** Whether a value, null for none, passes; as in SQL nothing passes a comparison with nothing. */
    boolean test(String actual) {
        if (actual == null) {
            return operator.equals("null");
        }
        return switch (operator) {
            case "null" -> false;
            case "notnull" -> true;
            case "eq" -> compare(actual, value) == 0;
            case "neq" -> compare(actual, value) != 0;
            case "gt" -> compare(actual, value) > 0;
            case "gteq", "moreq", "from" -> compare(actual, value) >= 0;
            case "lt" -> compare(actual, value) < 0;
            case "lteq", "to" -> compare(actual, value) <= 0;
            case "in" -> in(actual, value);
            case "nin" -> !in(actual, value);
            case "finset" -> in(value, actual);
            case "nfinset" -> !in(value, actual);
            case "like" -> like(actual);
            default -> !like(actual);
        };
    }

    static int compare(String left, String right) {
        if (isNumber(left) && isNumber(right)) {
            return Double.compare(Double.parseDouble(left), Double.parseDouble(right));
        }
        return left.compareToIgnoreCase(right);
    }

    private static boolean in(String one, String list) {
        return Arrays.stream(list.split(",")).anyMatch(each -> compare(one, each.trim()) == 0);
    }

    private boolean like(String actual) {
        StringBuilder pattern = new StringBuilder("(?is)");
        for (char c : value.toCharArray()) {
            pattern.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return actual.matches(pattern.toString());
    }

    private static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > 15) {
            return false;
        }
        boolean digit = false;
        boolean point = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digit = true;
            } else if (c == '.' && !point) {
                point = true;
            } else if (c != '-' || i > 0) {
                return false;
            }
        }
        return digit;
    }
}
