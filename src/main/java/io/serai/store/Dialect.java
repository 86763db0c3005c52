package io.serai.store;

/** Which database holds the store. */
enum Dialect {
    SQLITE("sqlite"),
    POSTGRESQL("postgresql");

    private final String label;

    Dialect(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
