package io.serai.flow;

/**
 * A flow as it runs.
 *
 * @param route its id
 * @param file where it is defined
 * @param kind {@code yaml} or {@code xml}
 * @param revision first 12 hex digits of the SHA-256 of the file that runs
 * @param status {@code Started}, {@code Stopped}, as Camel names it; {@code Off} when a system that it is for is not configured
 * @param reason why it is off, else null
 * @param lastReload the last attempt to reload its file, or null when there was none since start-up
 */
public record FlowState(
        String route, String file, String kind, String revision, String status, String reason, Reload lastReload) {}
