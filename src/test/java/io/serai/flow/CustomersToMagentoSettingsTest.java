package io.serai.flow;

import static io.serai.flow.MagentoSite.SHOP;
import static io.serai.flow.MagentoSite.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of a CRM's values reach a Magento, and how, is set. */
class CustomersToMagentoSettingsTest {
    private static final String[] FILES = {
        "magento-customers.camel.yaml", "salesforce-contacts.camel.yaml", "customers-to-magento.camel.yaml"
    };
    private static final String ADDRESS =
            "'MailingStreet':'Torstr. 9','MailingPostalCode':'10119','MailingCity':'Berlin','MailingCountry':'DE'";

    @TempDir
    Path folder;

    @TempDir
    Path models;

    private MagentoSite site;

    @BeforeEach
    void open() {
        site = new MagentoSite(folder);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void whatCrmsSaidBeforeTheFlowFirstRanIsNotWritten() throws Exception {
        start(Map.of("serai.on.magento-updates", "false"));
        register();
        contact("'Phone':'+49 30 9990001'");
        site.settled();
        assertThat(site.record("customer", "1").orElseThrow().path("phone").asText())
                .isEqualTo("+49309990001");

        secondsPass();
        start(Map.of());
        contact("'Phone':'+49 30 9990001'," + ADDRESS);
        eventually(() -> assertThat(address().at("/street/0").asText()).isEqualTo("Torstr. 9"));
        site.settled();
        assertThat(address().path("telephone").asText()).isEqualTo("030 5550142");

        start(Map.of("serai.magento.updates-since", "2026-01-01T00:00:00Z"));
        contact("'Phone':'+49 30 9990001'," + ADDRESS.replace("Torstr. 9", "Torstr. 10"));
        eventually(() -> assertThat(address().at("/street/0").asText()).isEqualTo("Torstr. 10"));
        site.settled();
        assertThat(address().path("telephone").asText()).isEqualTo("+49309990001");
    }

    @Test
    void theEmailAddressIsWrittenOnlyIfAskedForWhateverTheModelSays() throws Exception {
        crmsOwnEmails();
        start(Map.of());
        register();
        contact("'Phone':'+49 30 9990001'");
        site.settled();
        contact("'Email':'anna@new.example','Phone':'+49 30 9990002'");
        eventually(() -> assertThat(address().path("telephone").asText()).isEqualTo("+49309990002"));
        site.settled();
        assertThat(site.record("customer", "1").orElseThrow().path("email").asText())
                .isEqualTo("anna@new.example");
        assertThat(shop().path("email").asText()).isEqualTo("anna@example.com");

        start(Map.of("serai.magento.updates-email", "true"));
        contact("'Email':'anna@new.example','Phone':'+49 30 9990003'");
        eventually(() -> assertThat(shop().path("email").asText()).isEqualTo("anna@new.example"));
        site.settled();
        assertThat(address().path("telephone").asText()).isEqualTo("+49309990003");
    }

    @Test
    void theNewslettersFlagIsLeftOutIfAskedFor() throws Exception {
        start(Map.of("serai.magento.newsletter-flag", "left-out"));
        register();
        contact("'Phone':'+49 30 9990001'");
        eventually(() -> assertThat(address().path("telephone").asText()).isEqualTo("+49309990001"));
        site.settled();
        assertThat(subscribed()).as("from Magento 2.4 on it stays").isTrue();

        site.call("POST", SHOP + "/options", "{'silenceUnsubscribes':true}");
        contact("'Phone':'+49 30 9990002'");
        eventually(() -> assertThat(address().path("telephone").asText()).isEqualTo("+49309990002"));
        site.settled();
        assertThat(subscribed())
                .as("before, who is written without it is unsubscribed")
                .isFalse();
    }

    private void start(Map<String, String> settings) throws Exception {
        Map<String, String> all =
                new HashMap<>(Map.of("serai.on.salesforce-in", "true", "serai.on.magento-updates", "true"));
        all.putAll(settings);
        site.start(all, FILES);
    }

    /** The shipped models, but for who owns the address by which customers log in. */
    private void crmsOwnEmails() throws IOException {
        try (Stream<Path> shipped = Files.list(Path.of("mappings/model"))) {
            for (Path each : shipped.toList()) {
                String model = Files.readString(each)
                        .replaceFirst(
                                "(email: +\\{ type: email, personal: true, master: \\[)magento, ",
                                "$1salesforce, magento, ")
                        .replaceFirst("(email: .*bigcommerce, custom-shop, )salesforce, ", "$1");
                Files.writeString(models.resolve(each.getFileName()), model);
            }
        }
        site.models(models);
    }

    private void register() {
        site.api(
                "POST",
                "customers",
                "{'customer':{'email':'anna@example.com','firstname':'Anna','lastname':'Berg','extension_attributes':{'is_subscribed':true},"
                        + "'addresses':[{'default_billing':true,'firstname':'Anna','lastname':'Berg','telephone':'030 5550142',"
                        + "'street':['Lindenstr. 7'],'postcode':'10969','city':'Berlin','country_id':'DE'}]}}");
        site.flows().bus().publish("magento.customer", SHOP, "1", shop());
        site.settled();
        secondsPass();
    }

    /** Salesforce tells how the contact is now. */
    private void contact(String fields) {
        Instant at = Instant.now();
        String email = fields.contains("'Email'") ? "" : "'Email':'anna@example.com',";
        String contact = "{'Id':'003A'," + email + "'LastModifiedDate':'" + at + "','SystemModstamp':'" + at + "',"
                + fields + "}";
        site.flows()
                .bus()
                .publish(
                        "salesforce.contact",
                        "salesforce",
                        "003A",
                        Json.read(contact.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    private JsonNode shop() {
        return site.api("GET", "customers/1", "");
    }

    private JsonNode address() {
        return shop().at("/addresses/0");
    }

    private boolean subscribed() {
        return shop().at("/extension_attributes/is_subscribed").asBoolean();
    }

    /** The flow's beginning is compared by whole seconds. */
    private static void secondsPass() {
        Instant later = Instant.now().plusMillis(1_100);
        await().until(() -> Instant.now().isAfter(later));
    }
}
