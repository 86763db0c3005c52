/**
 * Salesforce by camel-salesforce: one component per org. What the component leaves open is closed here: it starts without a
 * network, needs few threads, a refused login ends at once, calls are counted, and an error never carries the vendor's text,
 * which may repeat a record's values.
 */
package io.serai.connect.salesforce;
