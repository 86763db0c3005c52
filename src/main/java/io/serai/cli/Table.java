package io.serai.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Text in aligned columns; numbers to the right. */
final class Table {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final int columns;

    Table(String... headings) {
        columns = headings.length;
        rows.add(headings);
    }

    /** One cell for each column; null is shown as nothing. */
    Table row(Object... cells) {
        String[] row = new String[columns];
        for (int i = 0; i < columns; i++) row[i] = cells[i] == null ? "" : oneLine(cells[i].toString());
        rows.add(row);
        return this;
    }

    /** A text below the row before it, outside of the columns. */
    Table below(String text) {
        rows.add(new String[] {"    " + oneLine(text)});
        return this;
    }

    void print(PrintWriter out) {
        int[] widths = new int[columns];
        boolean[] numbers = new boolean[columns];
        for (int i = 0; i < columns; i++) {
            widths[i] = width(i);
            numbers[i] = number(i);
        }
        for (String[] row : rows) out.println(row.length < columns ? row[0] : line(row, widths, numbers));
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> row.length == columns)
                .mapToInt(row -> length(row[column]))
                .max()
                .orElse(0);
    }

    private boolean number(int column) {
        return rows.stream()
                .skip(1)
                .filter(row -> row.length == columns)
                .allMatch(row -> row[column].matches("[\\d.,]*"));
    }

    private String line(String[] row, int[] widths, boolean[] numbers) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            String padding = " ".repeat(widths[i] - length(row[i]));
            line.append(numbers[i] ? padding + row[i] : row[i] + padding).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Also keeps what others wrote from steering the terminal. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
