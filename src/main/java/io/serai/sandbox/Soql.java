package io.serai.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Understands {@code SELECT f,.. FROM X WHERE .. ORDER BY .. LIMIT .. OFFSET ..}, and finds the rows. */
final class Soql {
    private final Org org;
    private final boolean deleted;
    private final SoqlLexer words;
    private final List<SoqlColumn> columns = new ArrayList<>();
    private boolean count;
    private STable table;
    private Predicate<SRow> where = row -> true;
    private Comparator<SRow> order;
    private long limit = Long.MAX_VALUE;
    private long offset;

    private Soql(Org org, String query, boolean deleted) {
        this.org = org;
        this.deleted = deleted;
        this.words = new SoqlLexer(query);
    }

    /**
     * A query that is understood; any other is refused as Salesforce does.
     *
     * @param deleted whether it finds deleted rows too
     */
    static Soql parse(Org org, String query, boolean deleted) {
        Soql soql = new Soql(org, query, deleted);
        soql.parse();
        return soql;
    }

    List<SoqlColumn> columns() {
        return columns;
    }

    boolean isCount() {
        return count;
    }

    List<SRow> run() {
        var rows = (deleted ? table.all() : table.rows()).stream().filter(where);
        return (order == null ? rows : rows.sorted(order))
                .skip(offset)
                .limit(limit)
                .toList();
    }

    private void parse() {
        words.expect("SELECT");
        List<String> selected = new ArrayList<>();
        if (words.accept("COUNT", "(", ")")) {
            count = true;
        } else {
            do {
                selected.add(words.take());
            } while (words.accept(","));
        }
        words.expect("FROM");
        String object = words.take();
        table = org.table(object)
                .orElseThrow(() -> SError.refusal("INVALID_TYPE", "sObject type '" + object + "' is not supported."));
        selected.forEach(path -> columns.add(SoqlColumn.of(org, table.type, path)));
        if (words.accept("WHERE")) {
            where = either();
        }
        if (words.accept("ORDER", "BY")) {
            do {
                sort();
            } while (words.accept(","));
        }
        if (words.accept("LIMIT")) {
            limit = number();
        }
        if (words.accept("OFFSET")) {
            offset = number();
        }
        if (!words.atEnd()) {
            throw SoqlLexer.malformed("unexpected token: '" + words.peek() + "'");
        }
    }

    private Predicate<SRow> either() {
        Predicate<SRow> result = both();
        while (words.accept("OR")) {
            result = result.or(both());
        }
        return result;
    }

    private Predicate<SRow> both() {
        Predicate<SRow> result = condition();
        while (words.accept("AND")) {
            result = result.and(condition());
        }
        return result;
    }

    private Predicate<SRow> condition() {
        if (words.accept("NOT")) {
            return condition().negate();
        }
        if (words.accept("(")) {
            Predicate<SRow> inner = either();
            words.expect(")");
            return inner;
        }
        SoqlColumn column = SoqlColumn.of(org, table.type, words.take());
        if (words.accept("IN")) {
            return in(column);
        }
        if (words.accept("NOT", "IN")) {
            return in(column).negate();
        }
        String operator = words.take().toUpperCase(java.util.Locale.ROOT);
        Object literal = SoqlValue.parse(words.take());
        return switch (operator) {
            case "=" -> row -> SoqlValue.equal(column.get(row), literal);
            case "!=", "<>" -> row -> !SoqlValue.equal(column.get(row), literal);
            case "LIKE" -> row -> SoqlValue.like(column.get(row), literal);
            case "<" -> compared(column, literal, sign -> sign < 0);
            case "<=" -> compared(column, literal, sign -> sign <= 0);
            case ">" -> compared(column, literal, sign -> sign > 0);
            case ">=" -> compared(column, literal, sign -> sign >= 0);
            default -> throw SoqlLexer.malformed("unknown operator " + operator);
        };
    }

    private static Predicate<SRow> compared(
            SoqlColumn column, Object literal, java.util.function.IntPredicate accepted) {
        return row -> {
            Object value = column.get(row);
            return value != null && literal != null && accepted.test(SoqlValue.compare(value, literal));
        };
    }

    private Predicate<SRow> in(SoqlColumn column) {
        words.expect("(");
        List<Object> values = new ArrayList<>();
        do {
            values.add(SoqlValue.parse(words.take()));
        } while (words.accept(","));
        words.expect(")");
        return row -> {
            Object value = column.get(row);
            return values.stream().anyMatch(literal -> SoqlValue.equal(value, literal));
        };
    }

    private void sort() {
        SoqlColumn column = SoqlColumn.of(org, table.type, words.take());
        boolean descending = words.accept("DESC");
        if (!descending) {
            words.accept("ASC");
        }
        boolean nothingLast = words.accept("NULLS", "LAST");
        words.accept("NULLS", "FIRST");
        Comparator<SRow> values = (a, b) -> SoqlValue.compare(column.get(a), column.get(b));
        Comparator<SRow> next = Comparator.<SRow, Boolean>comparing(row -> (column.get(row) == null) == nothingLast)
                .thenComparing(descending ? values.reversed() : values);
        order = order == null ? next : order.thenComparing(next);
    }

    private long number() {
        String word = words.take();
        if (!word.matches("\\d{1,9}")) {
            throw SoqlLexer.malformed("expecting a number, found '" + word + "'");
        }
        return Long.parseLong(word);
    }
}
