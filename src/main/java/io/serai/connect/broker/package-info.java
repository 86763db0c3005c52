/**
 * Brokers of other systems, from whose queues flows begin or in whose exchanges and topics they end: one component per system, with
 * its address and login. What comes is acknowledged once the route has ended well. Not the bus, which may be on a broker of its own.
 */
package io.serai.connect.broker;
