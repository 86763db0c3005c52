/**
 * The records: one per customer, company, order and product across all systems; who owns which field; what each target has.
 *
 * <p>A record is a function of what the systems say about it (their contributions), so messages may come in any order, more than
 * once and at the same time. No vendor, no mapping and no topic is known here, and nothing is sent from here.
 */
package io.serai.hub;
