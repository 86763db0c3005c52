package io.serai.flow.check;

import io.serai.message.Finding;

/** The lines of a file, to tell where in it a word stands that Camel's model knows only the approximate line of. */
final class SourceText {
    private final FlowFile file;
    private final String[] lines;

    SourceText(FlowFile file) {
        this.file = file;
        this.lines = file.content().split("\n", -1);
    }

    /** An error at the first place at or after the line where the text stands, else at the line. */
    Finding error(int line, String text, String message) {
        int[] at = find(line, text);
        return Finding.error(file.name(), at[0], at[1], message);
    }

    Finding warning(int line, String text, String message) {
        int[] at = find(line, text);
        return Finding.warning(file.name(), at[0], at[1], message);
    }

    private int[] find(int line, String text) {
        int from = Math.min(Math.max(line, 1), lines.length);
        String wanted = firstLine(text);
        if (!wanted.isEmpty()) {
            for (int i = from; i <= lines.length; i++) {
                int column = word(lines[i - 1], wanted);
                if (column >= 0) return new int[] {i, column + 1};
            }
        }
        String at = lines[from - 1];
        return new int[] {from, at.length() - at.stripLeading().length() + 1};
    }

    private static String firstLine(String text) {
        String trimmed = text == null ? "" : text.strip();
        int end = trimmed.indexOf('\n');
        return end < 0 ? trimmed : trimmed.substring(0, end).stripTrailing();
    }

    /** Index of the text in the line where it is not a part of a longer word, or -1. */
    private static int word(String line, String text) {
        for (int at = line.indexOf(text); at >= 0; at = line.indexOf(text, at + 1)) {
            int end = at + text.length();
            boolean begins = at == 0 || !part(line.charAt(at - 1)) || !part(text.charAt(0));
            boolean ends = end >= line.length() || !part(line.charAt(end)) || !part(text.charAt(text.length() - 1));
            if (begins && ends) return at;
        }
        return -1;
    }

    private static boolean part(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
