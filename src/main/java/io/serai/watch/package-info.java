/**
 * What is seen from outside: health, gauges, and the audit of what people did.
 *
 * <p>Observes the other rooms and changes nothing in them. Health never depends on a vendor: a vendor that is down shows as a
 * backlog, and restarting this process would not help it. No payload and no id of a message or record is a label here.
 */
package io.serai.watch;
