/**
 * The {@code schedule:} component: flows that begin by themselves, for each system on a thread of its own, and the watermarks that
 * say how far each has read.
 *
 * <p>Of several replicas one runs a schedule, the one with its lease. A watermark moves only with the messages it stands for
 * (Invariant 2), and never backwards (Invariant 4).
 */
package io.serai.flow.schedule;
