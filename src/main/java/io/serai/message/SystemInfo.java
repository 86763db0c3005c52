package io.serai.message;

/**
 * A configured system.
 *
 * @param name as in the configuration and in headers, such as {@code magento-pl}
 * @param kind such as {@code magento}
 * @param url base URL
 */
public record SystemInfo(String name, String kind, String url) {}
