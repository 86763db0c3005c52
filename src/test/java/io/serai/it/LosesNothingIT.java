package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.sandbox.SandboxOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing lost, nothing doubled, nothing older over newer: counted at the vendors' side, with the runtime killed again and again. */
class LosesNothingIT {
    private static final Map<String, String> STATUS = Map.of(
            "new", "New",
            "pending_payment", "Pending Payment",
            "payment_review", "Payment Review",
            "processing", "Processing",
            "holded", "On Hold",
            "complete", "Completed",
            "closed", "Refunded",
            "canceled", "Cancelled");

    @TempDir
    Path folder;

    @Test
    void tenKillsDuringTwoThousandChangesAgainstAFailingSalesforceEndInTheSourcesFinalState() {
        RuntimeProcess runtime = new RuntimeProcess(folder);
        SandboxOptions options = SandboxOptions.defaults()
                .withSeed(SandboxOptions.Seed.NOTHING)
                .withWebhooks(SandboxOptions.Webhooks.none()
                        .to(runtime.http("/hooks/").toString() + "{system}")
                        .disturbed(0.05, 0.05));
        try (Vendors vendors = new Vendors(options);
                runtime) {
            runtime.vendors(vendors.url())
                    .set("serai.poll.every", "1s")
                    .set("serai.bus.retry.max-delay", "5s")
                    .set("quarkus.log.level", "WARN")
                    .start();
            vendors.post("salesforce/fail", "{\"rate\":0.2,\"status\":503}");
            vendors.post(
                    "magento-pl/load",
                    "{\"customers\":400,\"orders\":800,\"changes\":800,\"seconds\":40,\"guests\":0.3,\"b2b\":0.1,\"seed\":7}");
            Random random = new Random(42);
            for (int kill = 0; kill < 10; kill++) {
                Duration moment = Duration.ofMillis(300 + random.nextInt(2_500));
                await().pollDelay(moment).timeout(Duration.ofMinutes(1)).until(() -> true);
                runtime.kill();
                runtime.start();
            }
            await("the shop's load").atMost(Duration.ofMinutes(2)).until(() -> !loading(vendors));
            vendors.delete("salesforce/fail");
            await("Salesforce to have the shop's final state")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        assertThat(orders(vendors)).isEqualTo(expectedOrders(vendors));
                        assertThat(contacts(vendors)).isEqualTo(expectedContacts(vendors));
                    });
            assertThat(runtime.managementJson("/serai/dead").get("dead")).isEmpty();
        }
    }

    private static boolean loading(Vendors vendors) {
        return vendors.get("magento-pl/stats").findValuesAsText("running").contains("true");
    }

    /** Order number to what Salesforce must have; a doubled order would appear as a longer list. */
    private static Map<String, List<String>> expectedOrders(Vendors vendors) {
        return grouped(
                vendors.shop("magento-pl", "orders"),
                "increment_id",
                order -> STATUS.get(order.get("state").asText()) + " " + amount(order.get("grand_total")) + " contact");
    }

    private static Map<String, List<String>> orders(Vendors vendors) {
        return grouped(
                vendors.salesforce("Shop_Order__c"),
                "Order_Number__c",
                row -> row.path("Status__c").asText() + " " + amount(row.get("Total__c"))
                        + (row.path("Contact__c").isTextual() ? " contact" : " no contact"));
    }

    /** Registered customers with their final names; guests by their e-mail only, as their orders may name them differently. */
    private static Map<String, List<String>> expectedContacts(Vendors vendors) {
        Set<String> guests = guests(vendors);
        Map<String, List<String>> expected = grouped(
                vendors.shop("magento-pl", "customers"),
                "email",
                customer -> guests.contains(lower(customer.get("email")))
                        ? "guest"
                        : customer.get("firstname").asText() + " "
                                + customer.get("lastname").asText());
        guests.forEach(email -> expected.putIfAbsent(email, List.of("guest")));
        return expected;
    }

    private static Map<String, List<String>> contacts(Vendors vendors) {
        Set<String> guests = guests(vendors);
        return grouped(
                vendors.salesforce("Contact"),
                "Email",
                row -> guests.contains(lower(row.get("Email")))
                        ? "guest"
                        : row.path("FirstName").asText() + " "
                                + row.path("LastName").asText());
    }

    private static Set<String> guests(Vendors vendors) {
        return vendors.shop("magento-pl", "orders").stream()
                .filter(order -> order.path("customer_is_guest").asInt() == 1)
                .map(order -> lower(order.get("customer_email")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, List<String>> grouped(
            List<JsonNode> rows, String key, java.util.function.Function<JsonNode, String> value) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> lower(row.path(key)), TreeMap::new, Collectors.mapping(value, Collectors.toList())));
    }

    private static String lower(JsonNode text) {
        return text.asText().strip().toLowerCase(Locale.ROOT);
    }

    private static String amount(JsonNode number) {
        return new BigDecimal(number.asText()).stripTrailingZeros().toPlainString();
    }
}
