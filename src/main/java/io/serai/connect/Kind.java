package io.serai.connect;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The vendors' products that Serai can talk to, with the ways to log in and the entities of their webhooks. */
public enum Kind {
    MAGENTO(List.of("bearer", "oauth1", "admin"), List.of("customer", "company", "order", "product")),
    SALESFORCE(List.of("client-credentials", "jwt"), List.of());

    private final List<String> auths;
    private final List<String> entities;

    Kind(List<String> auths, List<String> entities) {
        this.auths = auths;
        this.entities = entities;
    }

    /** As it is written in the configuration: {@code magento}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** What {@code auth} may be. */
    public List<String> auths() {
        return auths;
    }

    /** Entities whose changes its webhooks may tell. */
    public List<String> entities() {
        return entities;
    }

    public static Optional<Kind> of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(Kind::label).toList();
    }
}
