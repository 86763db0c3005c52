package io.serai.connect;

import io.serai.connect.quota.Quota;
import java.net.URI;
import java.time.Duration;

/**
 * One configured system of a vendor.
 *
 * @param name as in the configuration, such as {@code magento-pl}; also the name of its Camel component
 * @param url without a slash at the end
 * @param signingUrl what the vendor believes its URL to be, when a proxy stands before it; else the same as {@code url}
 * @param connectTimeout for making a connection
 * @param responseTimeout for the whole answer of Salesforce; between two packets of a Magento
 * @param apiVersion such as {@code 67.0}; empty where a vendor's API has none
 * @param quota how often it may be called
 * @param webhook how it sends webhooks; without keys when it sends none
 */
public record VendorSystem(
        String name,
        Kind kind,
        URI url,
        Credentials credentials,
        URI signingUrl,
        Duration connectTimeout,
        Duration responseTimeout,
        String apiVersion,
        Quota quota,
        Webhook webhook) {}
