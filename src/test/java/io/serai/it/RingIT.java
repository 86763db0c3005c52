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
                .containsOnly(
                        Map.entry("magento-pl", 1L),
                        Map.entry("magento-de", 0L), // she has no account there
                        Map.entry("salesforce", 1L),
                        Map.entry("hubspot", 1L), // by the person
                        Map.entry("dynamics", 1L),
                        Map.entry("omnisend", 1L),
                        Map.entry("smartico", 1L));
        assertThat(customer("ring@example.com").at("/addresses/0/telephone").asText())
                .isEqualTo("+48225550142");
        assertThat(ring.dead()).isEmpty();
        toldFromWhereItCameAndWhereItWent();
    }

    private static void toldFromWhereItCameAndWhereItWent() {
        String shown = Cli.run(ring.runtime(), "record", "show", "--match", "email=ring@example.com")
                .output();
        assertThat(shown)
                .containsPattern("firstName +magento-pl .*Rita")
                .containsPattern("phone +hubspot .*\\+48225550142")
                .containsPattern("salesforce +Contact +delivered");
        JsonNode record = ring.customer("ring@example.com");
        assertThat(record.at("/provenance/firstName/system").asText()).isEqualTo("magento-pl");
        assertThat(record.at("/provenance/phone/system").asText()).isEqualTo("hubspot");
        assertThat(record.path("deliveries"))
                .extracting(delivery -> delivery.path("target").asText() + " "
                        + delivery.path("object").asText() + " "
                        + delivery.path("state").asText())
                .containsExactlyInAnyOrder(
                        "magento-pl customer delivered",
                        "salesforce Contact delivered",
                        "hubspot contacts behind", // what came from there last is not sent there
                        "dynamics contacts delivered",
                        "omnisend contact delivered",
                        "smartico profile delivered");
        Map<String, JsonNode> there = ring.contacts("ring@example.com");
        assertThat(record.path("deliveries"))
                .extracting(delivery -> delivery.path("externalId").asText())
                .contains(
                        there.get("salesforce").path("Id").asText(),
                        there.get("hubspot").path("id").asText(),
                        there.get("dynamics").path("contactid").asText());
    }

    @Test
    void aClickInACampaignIsAStatusAndAScoreInTheCrms() {
        new Shop(ring.vendors(), "magento-pl").register(Shop.person("click@example.com", "Clara", "Klick"));
        await("the customer everywhere")
                .until(() -> ring.contacts("click@example.com").size() == 4);

        JsonNode click = ring.vendors()
                .post("omnisend/people/click", "{\"email\":\"click@example.com\",\"campaign\":\"spring\"}");

        await("the click in the CRMs").untilAsserted(() -> {
            Map<String, JsonNode> contacts = ring.contacts("click@example.com");
            assertThat(contacts.get("salesforce").path("Lead_Status__c").asText())
                    .isEqualTo("engaged");
            assertThat(contacts.get("salesforce").path("Engagement_Score__c").asInt())
                    .isEqualTo(10);
            assertThat(contacts.get("hubspot").at("/properties/hs_lead_status").asText())
                    .isEqualTo("IN_PROGRESS");
        });
        JsonNode received = ring.runtime()
                .managementJson("/serai/messages?topic=omnisend.engagement&system=omnisend")
                .path("messages");
        assertThat(received).hasSize(1);
        assertThat(received.at("/0/channel").asText()).isEqualTo("webhook");
        JsonNode record = ring.customer("click@example.com");
        assertThat(record.at("/provenance/leadStatus/system").asText()).isEqualTo("serai");
        JsonNode facts = ring.runtime()
                .managementJson("/serai/records/" + record.path("id").asText() + "/engagements")
                .path("engagements");
        assertThat(facts).hasSize(1);
        assertThat(facts.at("/0/type").asText()).isEqualTo("clicked");
        assertThat(facts.at("/0/campaign").asText()).isEqualTo("spring");
        assertThat(facts.at("/0/at").asText().substring(0, 19))
                .isEqualTo(click.path("time").asText().substring(0, 19));
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
