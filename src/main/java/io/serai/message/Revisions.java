package io.serai.message;

/** Content hashes of what is loaded. Implemented by {@code flow}. */
public interface Revisions {
    /** First 12 hex digits of the SHA-256 of the file that the route came from, or {@code "none"}. */
    String ofRoute(String routeId);
}
