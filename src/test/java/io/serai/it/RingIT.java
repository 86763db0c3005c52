package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one change causes among systems that all tell each other everything. */
class RingIT {
    @TempDir
    static Path folder;

    static Ring ring;

    @BeforeAll
    static void start() {
        ring = Ring.in(folder).start();
    }

    @AfterAll
    static void stop() {
        ring.close();
    }

    @Test
    void aChangeGoesToEachOtherSystemOnceAndThenThereIsSilence() {
        ObjectNode rita = Shop.person("ring@example.com", "Rita", "Ring");
        rita.putArray("addresses").add(home());
        new Shop(ring.vendors(), "magento-pl").register(rita);
        await("the customer everywhere")
                .until(() -> ring.contacts("ring@example.com").size() == 4);
        Map<String, Long> before = ring.awaitSilence();

        JsonNode contact = ring.contacts("ring@example.com").get("hubspot");
        ring.editInHubspot(contact, "phone", "+48 22 555 01 42");
        await("the number in Salesforce")
                .until(() -> ring.contacts("ring@example.com")
                        .get("salesforce")
                        .path("Phone")
                        .asText()
                        .equals("+48225550142"));
        Map<String, Long> after = ring.awaitSilence();

        Map<String, Long> caused = new TreeMap<>();
        after.forEach((system, writes) -> caused.put(system, writes - before.get(system)));
        assertThat(caused)
                .containsEntry("magento-pl", 1L)
                .containsEntry("magento-de", 0L) // she has no account there
                .containsEntry("salesforce", 1L)
                .containsEntry("hubspot", 1L) // by the person
                .containsEntry("dynamics", 1L)
                .containsEntry("omnisend", 1L);
        assertThat(customer("ring@example.com").at("/addresses/0/telephone").asText())
                .isEqualTo("+48225550142");
        assertThat(ring.dead()).isEmpty();
    }

    @Test
    void aRefusalInOneSystemIsKnownEverywhereAndNobodyIsMailed() {
        ObjectNode customer = Shop.person("no@example.com", "Nora", "Nein");
        customer.putObject("extension_attributes").put("is_subscribed", true);
        new Shop(ring.vendors(), "magento-pl").register(customer);
        await("the customer everywhere")
                .untilAsserted(() -> assertThat(ring.contacts("no@example.com"))
                        .containsOnlyKeys("salesforce", "hubspot", "dynamics", "omnisend"));
        ring.awaitSilence();
        assertThat(subscribed()).isTrue();
        int mails = ring.vendors().get("omnisend/mails").size();

        ring.vendors().post("omnisend/people/unsubscribe", "{\"email\":\"no@example.com\"}");
        await("the refusal everywhere").untilAsserted(() -> {
            Map<String, JsonNode> contacts = ring.contacts("no@example.com");
            assertThat(contacts.get("salesforce").path("HasOptedOutOfEmail").asBoolean())
                    .isTrue();
            assertThat(contacts.get("dynamics").path("donotbulkemail").asBoolean())
                    .isTrue();
            assertThat(ring.hubspotSubscription("no@example.com")).isEqualTo("UNSUBSCRIBED");
            assertThat(subscribed()).isFalse();
        });
        ring.awaitSilence();
        assertThat(subscribed()).isFalse();
        assertThat(ring.vendors().get("omnisend/mails").size()).isEqualTo(mails);
        assertThat(ring.dead()).isEmpty();
    }

    private static ObjectNode home() {
        ObjectNode home =
                Json.MAPPER.createObjectNode().put("firstname", "Rita").put("lastname", "Ring");
        home.put("telephone", "+48 22 555 01 41").put("postcode", "00-272").put("city", "Warszawa");
        home.putArray("street").add("Rynek 1");
        return home.put("country_id", "PL").put("default_billing", true);
    }

    private static boolean subscribed() {
        return customer("no@example.com")
                .at("/extension_attributes/is_subscribed")
                .asBoolean();
    }

    private static JsonNode customer(String email) {
        return ring.vendors().shop("magento-pl", "customers").stream()
                .filter(customer -> customer.path("email").asText().equals(email))
                .findFirst()
                .orElseThrow();
    }
}
