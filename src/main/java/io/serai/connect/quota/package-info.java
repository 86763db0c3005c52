/**
 * Keeps calls within what vendors allow: one {@link io.serai.connect.quota.Limiter} for each credential, which all routes, and with a
 * shared store all replicas, pass before each attempt. Tokens come from a bucket of the configuration or of the vendor's kind, what the
 * vendor's answers say corrects it, and what is live goes before replays and backfills.
 *
 * <p>Nobody holds a lock or a transaction while he waits or while the vendor answers. What would have to wait too long is refused with the
 * time at which it is worth trying again, and the bus parks it.
 */
package io.serai.connect.quota;
