/**
 * The management API: JSON under {@code /serai} on the management port, for the command line and for tools of operators.
 *
 * <p>Shows metadata; a payload leaves only by the paths that end in {@code /raw}. Everything that changes something is written to
 * the audit in the same transaction. No logic of a room belongs here.
 */
package io.serai.console;
