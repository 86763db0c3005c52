package io.serai.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts SOQL into words, and hands them out one by one. */
final class SoqlLexer {
    private static final Pattern WORD = Pattern.compile(
            "\\s*(?:('(?:[^'\\\\]|\\\\.)*')|(\\d{4}-\\d\\d-\\d\\d(?:T[\\d:.]+(?:Z|[+-]\\d\\d:?\\d\\d))?)"
                    + "|(-?\\d+(?:\\.\\d+)?)|([A-Za-z_][\\w.]*)|(<=|>=|!=|<>|[=<>(),]))");

    private final List<String> words = new ArrayList<>();
    private int next;

    SoqlLexer(String query) {
        Matcher matcher = WORD.matcher(query);
        int end = 0;
        while (matcher.find(end) && matcher.start() == end) {
            words.add(matcher.group().strip());
            end = matcher.end();
        }
        if (!query.substring(end).isBlank()) {
            throw malformed("unexpected token: '" + query.substring(end).strip() + "'");
        }
    }

    boolean atEnd() {
        return next == words.size();
    }

    String peek() {
        return atEnd() ? "" : words.get(next);
    }

    String take() {
        if (atEnd()) {
            throw malformed("unexpected end of query");
        }
        return words.get(next++);
    }

    /** Takes the next words if they are these. */
    boolean accept(String... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (next + i >= words.size() || !words.get(next + i).equalsIgnoreCase(expected[i])) {
                return false;
            }
        }
        next += expected.length;
        return true;
    }

    void expect(String expected) {
        if (!accept(expected)) {
            throw malformed("expecting '" + expected + "', found '" + peek() + "'");
        }
    }

    static Refusal malformed(String message) {
        return SError.refusal("MALFORMED_QUERY", message);
    }
}
