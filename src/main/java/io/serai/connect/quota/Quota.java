package io.serai.connect.quota;

/**
 * How often a system may be called, and whose answers correct it.
 *
 * @param vendor as in {@link VendorQuota}: {@code hubspot}
 */
public record Quota(String vendor, Limit limit) {}
