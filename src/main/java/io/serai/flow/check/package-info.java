/**
 * Looks for mistakes in routes and kamelets: for start-up, reload and {@code serai check} alike.
 *
 * <p>Files are parsed one by one ({@link io.serai.flow.check.FlowParser}), then looked at together, one class per kind of mistake.
 * Nothing here may start, connect to or change anything.
 */
package io.serai.flow.check;
