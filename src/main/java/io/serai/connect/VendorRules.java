package io.serai.connect;

import io.serai.message.Failure;
import java.util.Map;

/**
 * What one vendor's answers mean where their status alone does not tell. One class for each vendor that needs one; none keeps state, and
 * what they say holds codes and names of fields, never the vendor's text.
 */
@FunctionalInterface
interface VendorRules {
    /** Where nothing else is known: what HTTP says. */
    VendorRules HTTP = (answer, usual) -> usual;

    /**
     * @param usual what HTTP and the vendor's quota say of the answer: whether it may pass, and how long to wait
     */
    Failure judge(HttpAnswer answer, Failure usual);

    /** Whether this code tells that the vendor takes nothing at all now. */
    default boolean down(String code) {
        return false;
    }

    /** By the vendor's name, as in {@link io.serai.connect.quota.VendorQuota}. */
    static Map<String, VendorRules> all() {
        return Map.of(
                "hubspot", new HubSpotFailures(), "dynamics", new DynamicsFailures(), "magento", new MagentoFailures());
    }
}
