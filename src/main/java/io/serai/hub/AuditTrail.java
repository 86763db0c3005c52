package io.serai.hub;

/** Where it is kept who merged which records. Implemented by {@code watch}; joins the caller's transaction. */
@FunctionalInterface
public interface AuditTrail {
    /** Who it is when a rule of the model or a message of a system decides. */
    String HUB = "hub";

    /**
     * @param action such as {@code merge}
     * @param subject what it was done to: ids, never values
     */
    void note(String who, String action, String subject, int count);
}
