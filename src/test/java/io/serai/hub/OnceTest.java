package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.message.Item;
import io.serai.message.Note;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts: what a target is told once, whatever is sent again. */
class OnceTest {
    private static final String TO = "?target=omnisend&object=placed-order";

    @TempDir
    Path folder;

    private HubFixture hub;
    private String ann;

    @BeforeEach
    void open() throws Exception {
        hub = new HubFixture(folder);
        ann = customer(1, "1");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void whatWasToldIsNotToldAgainHoweverTheRecordChanges() {
        assertThat(tell("stop", "[{\"ok\":true}]")).isEqualTo("delivered");
        customer(2, "2");

        assertThat(tell("stop", "[{\"ok\":true}]")).isEqualTo("skipped-duplicate/told-already");
        assertThat(tell("again", "[{\"ok\":true}]")).isEqualTo("skipped-duplicate/told-already");
    }

    @Test
    void whatWasRefusedForCertainIsToldOnceMore() {
        assertThat(tell("stop", "[{\"ok\":false,\"code\":\"http-429\",\"retry\":true}]"))
                .isEqualTo("parked/http-429");

        assertThat(tell("stop", "[{\"ok\":true}]")).isEqualTo("delivered");
    }

    @Test
    void whatWasSentWithoutAnAnswerWaitsForAPerson() {
        assertThat(tell("stop", null)).isEqualTo("live");

        assertThat(tell("stop", "[{\"ok\":true}]")).isEqualTo("dead/outcome-unknown");
        assertThat(tell("again", "[{\"ok\":true}]")).isEqualTo("delivered");
    }

    @Test
    void whatATargetWasToldInAFactAndSaysItselfLaterIsItsOwnWord() {
        assertThat(tell("stop", "[{\"ok\":true}]")).isEqualTo("delivered");
        hub.merge(hub.said("crm", "c", 3, "{\"email\":\"ann@example.com\",\"phone\":\"2\"}"));
        assertThat(hub.data(ann).path("phone").asText()).isEqualTo("2");

        hub.merge(hub.said("omnisend", "o", 5, "{\"email\":\"ann@example.com\",\"phone\":\"1\"}"));

        assertThat(hub.data(ann).path("phone").asText()).isEqualTo("1");
    }

    @Test
    void aTargetThatIsOnlyToldOfTheRecordHasItsOwnWordLaterToo() {
        String to = "?target=omnisend&object=note";
        Exchange exchange = hub.exchange(true, List.of(hub.change(ann)));
        hub.to("hub:pending" + to + "&known=magento-pl", exchange);
        assertThat(exchange.getMessage().getHeader("SeraiDeliveredAt")).isNull();
        hub.to("hub:unsent" + to + "&identity=false&echo=false", exchange);
        exchange.getMessage().setBody(HubFixture.read("[{\"ok\":true}]"));
        hub.to("hub:delivered" + to + "&identity=false", exchange);
        assertThat(outcome(exchange)).isEqualTo("delivered");
        customer(2, "2");

        hub.merge(hub.said("omnisend", "o", 5, "{\"email\":\"ann@example.com\",\"phone\":\"1\"}"));

        assertThat(hub.data(ann).path("phone").asText()).isEqualTo("1");
        Exchange next = hub.exchange(true, List.of(hub.change(ann)));
        hub.to("hub:pending" + to + "&known=magento-pl", next);
        assertThat(next.getMessage().getHeader("SeraiDeliveredAt", String.class))
                .startsWith("20");
    }

    @Test
    void aResultMayLeaveARecordOut() {
        assertThat(tell("stop", "[{\"ok\":false,\"code\":\"10001\",\"retry\":false,\"skip\":true}]"))
                .isEqualTo("skipped-filtered/10001");
    }

    @Test
    void theMappingMayKnowTheIdThatARecordHasInTheTarget() {
        String there = "hub:pending?target=magento-pl&object=x&there=true";
        Item change = hub.change(ann);
        Item other = new Item(
                new io.serai.message.Message(
                        "m", "customer.changed", "crm", ann, change.message().time(), "m", change.body()),
                1,
                change.body(),
                java.util.Map.of(),
                null);

        assertThat(hub.run(there, other).get(0).note(Note.TARGET_ID)).isEqualTo("9");
        assertThat(hub.run(there.replace("magento-pl", "hubspot"), other).get(0).note(Note.TARGET_ID))
                .isNull();
    }

    @Test
    void anOptionThatIsNoneIsRefused() {
        assertThatThrownBy(() -> tell("never", "[]")).hasStackTraceContaining("expected stop or again");
    }

    /** As a route does; without a result it ends after the call. */
    private String tell(String once, String results) {
        Exchange exchange = hub.exchange(false, List.of(hub.change(ann)));
        hub.to("hub:pending" + TO + "&once=" + once, exchange);
        if (exchange.isRouteStop()) return outcome(exchange);
        hub.to("hub:unsent" + TO + "&identity=false", exchange);
        if (results == null) return outcome(exchange);
        exchange.getMessage().setBody(HubFixture.read(results));
        hub.to("hub:delivered" + TO + "&identity=false", exchange);
        return outcome(exchange);
    }

    private static String outcome(Exchange exchange) {
        return HubFixture.outcomes(HubFixture.items(exchange)).get(0);
    }

    private String customer(long second, String phone) {
        return hub.merge(hub.said(
                        "magento-pl", "9", second, "{\"email\":\"ann@example.com\",\"phone\":\"" + phone + "\"}"))
                .note(Note.RECORD);
    }
}
