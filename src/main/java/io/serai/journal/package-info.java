/**
 * Every inbound message, stored raw before anybody is told that it was accepted; what became of it in every flow; and the
 * idempotent consumer that keeps a redelivery from being taken twice.
 *
 * <p>Raw payloads hold personal values: they leave this room only through its queries, and expire. Nothing here knows what a
 * payload means.
 */
package io.serai.journal;
