package io.serai.flow;

import static io.serai.flow.MagentoSite.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.bus.DeadLetterQuery;
import io.serai.message.Handled;
import io.serai.message.Outcome;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Carts of Magento as they are shipped, on to Omnisend, whose automation mails people because of each event that it gets. */
class MagentoCartsTest {
    private static final String[] FILES = {
        "magento-customers-poll.camel.yaml",
        "magento-customers.camel.yaml",
        "magento-consents.camel.yaml",
        "magento-carts.camel.yaml",
        "carts-to-omnisend.camel.yaml"
    };

    @TempDir
    Path folder;

    private MagentoSite site;

    @BeforeEach
    void site() {
        site = new MagentoSite(folder);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void whatIsInACartIsToldOnceAndAgainWhenSomethingElseIsInIt() throws Exception {
        start();
        int cart = cart(known("yes@example.com", true));
        put(cart, "MUG-1");
        eventually(() -> assertThat(events()).hasSize(1));
        put(cart, "LAMP-9");
        eventually(() -> assertThat(events()).hasSize(2));

        JsonNode first = events().get(0);
        assertThat(first.path("eventName").asText()).isEqualTo("added product to cart");
        assertThat(first.at("/contact/email").asText()).isEqualTo("yes@example.com");
        assertThat(first.at("/properties/value").decimalValue()).isEqualByComparingTo("9.24");
        assertThat(first.at("/properties/currency").asText()).isEqualTo("PLN");
        JsonNode second = events().get(1);
        assertThat(second.at("/properties/lineItems")).hasSize(2);
        assertThat(second.at("/properties/addedItem/productSKU").asText()).isEqualTo("LAMP-9");
        assertThat(second.at("/properties/cartID")).isEqualTo(first.at("/properties/cartID"));
        assertThat(second.path("eventID")).isNotEqualTo(first.path("eventID"));
        assertThat(mails()).hasSize(2);
    }

    @Test
    void aReplayOfEverythingMailsNobodyAgain() throws Exception {
        start();
        put(cart(known("yes@example.com", true)), "MUG-1");
        eventually(() -> assertThat(mails()).hasSize(1));
        site.settled();
        List<Handled> all = List.copyOf(site.flows().bus().handled());
        site.flows().bus().store().write(tx -> tx.update("DELETE FROM idempotency")); // as their retention does
        start();
        for (Handled each : all)
            site.flows()
                    .bus()
                    .publish(
                            each.item().message().type(),
                            each.item().message().source(),
                            each.item().message().subject(),
                            each.item().message().data());
        eventually(() -> assertThat(outcomes("omnisend-cart-events"))
                .anyMatch(outcome -> "told-already".equals(outcome.reason())));
        site.settled();

        assertThat(mails()).hasSize(1);
        assertThat(events()).hasSize(1);
    }

    @Test
    void onlyWhoSaidYesIsWrittenTo() throws Exception {
        start();
        put(cart(known("never-asked@example.com", false)), "MUG-1");
        eventually(() -> assertThat(outcomes("carts-to-omnisend")).hasSize(1));
        put(cart(known("yes@example.com", true)), "MUG-1");
        eventually(() -> assertThat(mails()).hasSize(1));
        site.settled();

        assertThat(mails()).hasSize(1);
        assertThat(mails().get(0).path("to").asText()).isEqualTo("yes@example.com");
    }

    @Test
    void aGuestWithoutAnAddressIsNobody() throws Exception {
        start();
        int guest = site.api("POST", "carts", "").asInt();
        put(guest, "MUG-1");
        put(cart(known("yes@example.com", true)), "MUG-1");
        eventually(() -> assertThat(mails()).hasSize(1));

        assertThat(site.record("cart", Integer.toString(guest))).isEmpty();
    }

    @Test
    void aCartThatIsOrderedBeforeItsEventGoesIsNotTold() throws Exception {
        start("serai.on.omnisend-carts", "true", "serai.omnisend.carts-since", "2020-01-01T00:00:00Z");
        int customer = known("yes@example.com", true);
        site.call("POST", "omnisend/fail", "{'status':503,'rate':1,'path':'events'}");
        int cart = cart(customer);
        put(cart, "MUG-1");
        eventually(() -> assertThat(outcomes("omnisend-cart-events"))
                .anyMatch(outcome -> outcome.kind() == Outcome.Kind.PARKED));
        site.api("PUT", "carts/" + cart + "/order", "");
        eventually(() -> assertThat(site.record("cart", Integer.toString(cart))
                        .orElseThrow()
                        .path("active")
                        .asBoolean(true))
                .isFalse());
        site.call("DELETE", "omnisend/fail", "");
        site.settled();

        assertThat(mails()).isEmpty();
    }

    @Test
    void aNoStopsACartThatWaitsForOmnisend() throws Exception {
        start();
        int customer = known("no@example.com", true);
        site.call("POST", "omnisend/fail", "{'status':503,'path':'events'}");
        put(cart(customer), "MUG-1");
        eventually(() -> assertThat(outcomes("omnisend-cart-events"))
                .anyMatch(outcome -> outcome.kind() == Outcome.Kind.PARKED));
        refuse(customer);
        site.call("DELETE", "omnisend/fail", "");
        site.settled();

        eventually(() -> assertThat(outcomes("omnisend-cart-events"))
                .filteredOn(outcome -> outcome.kind() != Outcome.Kind.PARKED)
                .extracting(Outcome::kind, Outcome::reason)
                .containsExactly(tuple(Outcome.Kind.SKIPPED_FILTERED, "no-consent")));
        assertThat(events()).isEmpty();
        assertThat(mails()).isEmpty();
    }

    @Test
    void aNoStopsACartThatWasGivenUpAndIsReplayedAfterIt() throws Exception {
        start();
        int customer = known("no@example.com", true);
        site.call("POST", "omnisend/fail", "{'status':400,'path':'events'}");
        put(cart(customer), "MUG-1");
        eventually(() ->
                assertThat(outcomes("omnisend-cart-events")).anyMatch(outcome -> outcome.kind() == Outcome.Kind.DEAD));
        site.call("DELETE", "omnisend/fail", "");
        refuse(customer);

        assertThat(site.flows().bus().replay(DeadLetterQuery.all())).isEqualTo(1);
        site.settled();

        eventually(() -> assertThat(outcomes("omnisend-cart-events"))
                .extracting(Outcome::kind, Outcome::reason)
                .containsExactly(
                        tuple(Outcome.Kind.DEAD, "http-400"), tuple(Outcome.Kind.SKIPPED_FILTERED, "no-consent")));
        assertThat(mails()).isEmpty();
    }

    @Test
    void whatWasLeftBeforeTheFlowFirstRanIsNotTold() throws Exception {
        start("serai.omnisend.carts-since", "2100-01-01T00:00:00Z");
        put(cart(known("yes@example.com", true)), "MUG-1");
        eventually(() -> assertThat(outcomes("carts-to-omnisend")).hasSize(1));
        site.settled();

        assertThat(events()).isEmpty();
    }

    @Test
    void aCartOfLongAgoIsNotTold() throws Exception {
        start("serai.omnisend.carts-since", "2020-01-01T00:00:00Z");
        known("yes@example.com", true);
        site.flows()
                .bus()
                .publish(
                        "magento.cart",
                        MagentoSite.SHOP,
                        "77",
                        io.serai.message.Json.read(
                                "{\"id\":77,\"created_at\":\"2026-01-01 10:00:00\",\"updated_at\":\"2026-01-01 10:00:00\",\"is_active\":true,\"items_qty\":1,\"customer\":{\"id\":1,\"email\":\"yes@example.com\"},\"currency\":{\"quote_currency_code\":\"PLN\"},\"items\":[{\"item_id\":1,\"sku\":\"A\",\"qty\":1,\"price\":5}]}"
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        eventually(() -> assertThat(outcomes("omnisend-cart-events")).hasSize(1));

        assertThat(events()).isEmpty();
    }

    private void start(String... settings) throws Exception {
        Map<String, String> all =
                new HashMap<>(Map.of("serai.on.magento-carts", "true", "serai.on.omnisend-carts", "true"));
        for (int i = 0; i < settings.length; i += 2) all.put(settings[i], settings[i + 1]);
        site.start(all, FILES);
    }

    /** A customer whose decision the hub knows, too. */
    private int known(String email, boolean subscribed) {
        int id = site.customer(email, subscribed);
        eventually(
                () -> assertThat(site.record("customer", Integer.toString(id))).isPresent());
        if (subscribed)
            eventually(() ->
                    assertThat(site.record("consent", Integer.toString(id))).isPresent());
        return id;
    }

    /** The customer unsubscribes in the shop, and the hub knows. */
    private void refuse(int customer) {
        site.api("PUT", "customers/" + customer, "{'customer':{'extension_attributes':{'is_subscribed':false}}}");
        eventually(() -> assertThat(site.record("consent", Integer.toString(customer))
                        .orElseThrow()
                        .at("/emailMarketing/status")
                        .asText())
                .isEqualTo("no"));
    }

    private int cart(int customer) {
        return site.api("POST", "customers/" + customer + "/carts", "").asInt();
    }

    private void put(int cart, String sku) {
        site.api("POST", "carts/" + cart + "/items", "{'cartItem':{'sku':'" + sku + "','qty':1}}");
    }

    private List<Outcome> outcomes(String flow) {
        return site.flows().bus().handled().stream()
                .filter(each -> each.flow().equals(flow))
                .map(each -> each.item().outcome())
                .toList();
    }

    private JsonNode events() {
        return site.call("GET", "omnisend/events", "");
    }

    private JsonNode mails() {
        return site.call("GET", "omnisend/mails", "");
    }
}
