package io.serai.flow;

import static io.serai.flow.MagentoSite.SHOP;
import static io.serai.flow.MagentoSite.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.hub.RecordView;
import io.serai.message.Handled;
import io.serai.message.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changed in a shop that tells nothing by itself, when a CRM's change of the same customer comes: the shop is heard first. */
class MagentoEditsTest {
    private static final String[] FILES = {
        "magento-customers.camel.yaml",
        "magento-consents.camel.yaml",
        "magento-gone.camel.yaml",
        "customers-to-magento.camel.yaml",
        "customers-to-salesforce.camel.yaml",
        "salesforce-contacts-poll.camel.yaml",
        "salesforce-contacts.camel.yaml"
    };
    private static final String EMAIL = "anna@example.com";

    @TempDir
    Path folder;

    private MagentoSite site;

    @BeforeEach
    void start() throws Exception {
        site = new MagentoSite(folder);
        site.beside(MagentoEditsTest::onlyTheJournal);
        site.start(Map.of("serai.on.salesforce-in", "true", "serai.on.magento-updates", "true"), FILES);
        site.api(
                "POST",
                "customers",
                "{'customer':{'email':'" + EMAIL
                        + "','firstname':'Anna','lastname':'Berg','extension_attributes':{'is_subscribed':true},"
                        + "'addresses':[{'default_billing':true,'firstname':'Anna','lastname':'Berg','telephone':'030 5550142',"
                        + "'street':['Lindenstr. 7'],'postcode':'10969','city':'Berlin','country_id':'DE',"
                        + "'region':{'region':'Berlin','region_code':'BER','region_id':82},'region_id':82}]}}");
        tell();
        eventually(() -> assertThat(contact().path("MailingStreet").asText()).isEqualTo("Lindenstr. 7"));
        site.settled();
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void anEditThatWasNotToldYetStaysAndTheCrmGetsIt() {
        moves("Am Markt 1");
        crm("'Phone':'+49 30 9990001'");

        eventually(() -> assertThat(address().path("telephone").asText()).isEqualTo("+49309990001"));
        eventually(() -> assertThat(contact().path("MailingStreet").asText()).isEqualTo("Am Markt 1"));
        settled();
        assertThat(address().at("/street/0").asText()).isEqualTo("Am Markt 1");
        assertThat(contact().path("Phone").asText()).isEqualTo("+49309990001");
        eventually(() -> assertThat(written()).isEqualTo(1));
        eventually(() -> assertThat(outcomes()).contains("parked edited-there"));

        tell();
        settled();
        assertThat(written()).as("the shop tells what it has").isEqualTo(1);
        assertThat(contact().path("MailingStreet").asText()).isEqualTo("Am Markt 1");
    }

    @Test
    void anEditOfTheSameFieldCountsFromWhenItIsReadAndNothingIsWritten() {
        moves("Am Markt 1");
        crm("'MailingStreet':'Torstr. 9'");

        eventually(() -> assertThat(contact().path("MailingStreet").asText()).isEqualTo("Am Markt 1"));
        settled();
        assertThat(address().at("/street/0").asText()).isEqualTo("Am Markt 1");
        assertThat(written()).isZero();
    }

    @Test
    void whoSpokeLastWinsWhereTheShopTellsTheTimeAndWhatTheShopOwnsReachesTheCrm() {
        secondsPass();
        JsonNode moved = ((ArrayNode) shop().path("addresses").deepCopy());
        ((ArrayNode) moved.at("/0/street")).removeAll().add("Am Markt 1");
        site.api("PUT", "customers/1", "{'customer':{'firstname':'Anne','addresses':" + moved + "}}");
        secondsPass();
        crm("'MailingStreet':'Torstr. 9','MailingPostalCode':'10119'");

        eventually(() -> assertThat(address().at("/street/0").asText()).isEqualTo("Torstr. 9"));
        eventually(() -> assertThat(contact().path("FirstName").asText()).isEqualTo("Anne"));
        settled();
        assertThat(shop().path("firstname").asText()).isEqualTo("Anne");
        assertThat(address().path("postcode").asText()).isEqualTo("10119");
        assertThat(contact().path("MailingStreet").asText()).isEqualTo("Torstr. 9");
        eventually(() -> assertThat(written()).isEqualTo(1));
    }

    @Test
    void whatTheHubKeepsNothingOfHoldsUpNothing() {
        site.api(
                "PUT",
                "customers/1",
                "{'customer':{'custom_attributes':[{'attribute_code':'loyalty_tier','value':'gold'}]}}");
        crm("'Phone':'+49 30 9990001'");
        eventually(() -> assertThat(written()).isEqualTo(1));
        settled();
        assertThat(outcomes()).containsOnlyOnce("delivered null").noneMatch(each -> each.startsWith("parked"));
    }

    @Test
    void whatWasToldAndIsStillOnItsWayToTheHubIsHeardToo() {
        moves("Am Markt 1");
        site.flows()
                .bus()
                .camel()
                .createProducerTemplate()
                .sendBody(
                        "direct:only-the-journal",
                        JsonNodeFactory.instance.arrayNode().add(shop()));
        crm("'Phone':'+49 30 9990001'");

        eventually(() -> assertThat(written()).isEqualTo(1));
        eventually(() -> assertThat(contact().path("MailingStreet").asText()).isEqualTo("Am Markt 1"));
        settled();
        assertThat(address().at("/street/0").asText()).isEqualTo("Am Markt 1");
        assertThat(address().path("telephone").asText()).isEqualTo("+49309990001");
    }

    @Test
    void aCustomerWhomTheMappingRefusesIsNotOverwritten() {
        site.api("PUT", "customers/1", "{'customer':{'taxvat':{'no':'text'}}}");
        crm("'Phone':'+49 30 9990001'");

        eventually(() -> assertThat(outcomes()).contains("parked not-heard"));
        assertThat(address().path("telephone").asText()).isEqualTo("030 5550142");
        assertThat(written()).isZero();

        site.api("PUT", "customers/1", "{'customer':{'taxvat':'DE1'}}");
        eventually(() -> assertThat(address().path("telephone").asText()).isEqualTo("+49309990001"));
    }

    /** One answer is little to delete somebody by: the daily reading does, which has guards. */
    @Test
    void aDeletionThatWasNotToldIsLeftToTheReadingOfAllCustomers() {
        site.api("DELETE", "customers/1", "");
        crm("'Phone':'+49 30 9990001'");
        eventually(() -> assertThat(site.flows()
                        .records()
                        .show("customer", SHOP, "1")
                        .orElseThrow()
                        .deliveries())
                .filteredOn(each -> each.target().equals(SHOP))
                .extracting(RecordView.Delivery::reason)
                .contains("gone-there"));
        settled();
        assertThat(site.flows().bus().handled())
                .extracting(Handled::flow)
                .doesNotContain("magento-customers-gone", "magento-consents-gone");
        assertThat(written()).isZero();
        assertThat(site.record("customer", "1")).isPresent();
        assertThat(site.flows()
                        .records()
                        .show("customer", "salesforce", contact().path("Id").asText())
                        .orElseThrow()
                        .data()
                        .path("phone")
                        .asText())
                .as("the others still have the customer")
                .isEqualTo("+49309990001");
    }

    /** As what was read by a poll before the hub came to it. */
    private static RouteBuilder onlyTheJournal() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:only-the-journal")
                        .setHeader("SeraiSystem", constant(SHOP))
                        .setHeader("SeraiKind", constant("magento"))
                        .policy("transaction")
                        .to("journal:receive?entity=customer");
            }
        };
    }

    /** The customer enters another street, which does not move updated_at, and the shop tells nobody. */
    private void moves(String street) {
        JsonNode addresses = shop().path("addresses").deepCopy();
        ((ArrayNode) addresses.at("/0/street")).removeAll().add(street);
        site.api("PUT", "customers/1", "{'customer':{'addresses':" + addresses + "}}");
    }

    /** People change the contact in Salesforce, which is polled. */
    private void crm(String fields) {
        secondsPass();
        site.call(
                "PATCH",
                "salesforce/people/sobjects/Contact/" + contact().path("Id").asText(),
                "{" + fields + "}");
    }

    private void tell() {
        site.flows().bus().publish("magento.customer", SHOP, "1", shop());
    }

    private JsonNode shop() {
        return site.api("GET", "customers/1", "");
    }

    private JsonNode address() {
        return shop().at("/addresses/0");
    }

    private JsonNode contact() {
        return site.call("GET", "salesforce/Contact?Email=" + EMAIL, "").at("/records/0");
    }

    /** Outcomes of the flow that writes to the shop. */
    private List<String> outcomes() {
        return site.flows().bus().handled().stream()
                .filter(each -> each.flow().equals("customers-to-magento"))
                .map(each -> each.item().outcome())
                .map(outcome -> outcome.kind().label() + " " + outcome.reason())
                .toList();
    }

    /** Writes of the flow: each has told its outcome. */
    private long written() {
        return outcomes().stream()
                .filter(each -> each.startsWith(Outcome.Kind.DELIVERED.label()))
                .count();
    }

    /** A later contact came from the CRM to the hub, so whatever was before has, too. */
    private void settled() {
        String later = "later-" + Instant.now().toEpochMilli() + "@example.com";
        String id = site.call(
                        "POST", "salesforce/people/sobjects/Contact", "{'LastName':'Later','Email':'" + later + "'}")
                .path("id")
                .asText();
        eventually(() -> assertThat(site.flows().records().show("customer", "salesforce", id))
                .isPresent());
        site.settled();
    }

    /** Shop and CRM tell times in whole seconds, and who spoke last counts. */
    private static void secondsPass() {
        Instant later = Instant.now().plusMillis(1_100);
        await().until(() -> Instant.now().isAfter(later));
    }
}
