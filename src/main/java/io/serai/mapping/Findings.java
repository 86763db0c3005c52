package io.serai.mapping;

import io.serai.message.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong while files are read, so that all of it can be told at once. */
final class Findings {
    private final List<Finding> all = new ArrayList<>();

    void error(Place at, String message) {
        all.add(Finding.error(at.file(), at.line(), at.column(), message));
    }

    void warning(Place at, String message) {
        all.add(Finding.warning(at.file(), at.line(), at.column(), message));
    }

    boolean failed() {
        return all.stream().anyMatch(Finding::isError);
    }

    void addAll(Findings others) {
        all.addAll(others.all);
    }

    /** In the order of the files and their lines. */
    List<Finding> list() {
        return all.stream()
                .sorted(Comparator.comparing(Finding::file)
                        .thenComparing(Finding::line)
                        .thenComparing(Finding::column))
                .toList();
    }
}
