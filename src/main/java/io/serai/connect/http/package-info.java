/**
 * Systems reached by camel-http (Magento): one component per system that knows its URL, and an Apache HttpClient that authorizes
 * every attempt anew, so that a retried request never carries an old nonce or an expired token.
 */
package io.serai.connect.http;
