package io.serai.hub;

/** Tells the kind of a system: {@code magento} of {@code magento-pl}. */
@FunctionalInterface
public interface Kinds {
    /** The kind, or the system's own name when none is configured. */
    String of(String system);
}
