/**
 * What connectors share: the systems of the configuration, and for each a Camel component of its name that signs, logs in, times
 * out and counts by itself, so that routes and kamelets name a system and nothing else ({@code magento-pl:/rest/all/V1/orders},
 * {@code salesforce:raw?...}). Also the verification of webhooks and the classification of vendors' errors.
 *
 * <p>No mapping, no hub, no bus, no table: what a vendor's operation is, is said in {@code routes/kamelets}. No secret and no
 * payload leaves this room in a log, a metric, an exception or a {@code toString} (Invariant 7).
 */
package io.serai.connect;
