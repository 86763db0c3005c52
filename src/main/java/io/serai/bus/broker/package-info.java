/**
 * Brokers as the bus sees them: sending with confirms, and groups that acknowledge after the effect (Invariant 2). What is sent and
 * when, parking and dead letters stay with {@link io.serai.bus}; each product has a package of its own beside this one.
 */
package io.serai.bus.broker;
