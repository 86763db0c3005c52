package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Item;
import io.serai.message.Message;
import io.serai.message.Outcome;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class BodyOnlyTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Exchange asking = exchange("asking");
    private final Exchange asked = exchange("asked");

    @Test
    void onlyTheBodyComesBack() {
        batch(asking, Outcome.of(Outcome.Kind.DEAD, "own", null));
        batch(asked, Outcome.of(Outcome.Kind.SKIPPED_UNCHANGED, "no-change", null));
        Batch own = Batches.envelope(asking);
        asked.getMessage().setHeader("any", 1);
        aggregate();
        assertThat(asking.getMessage().getBody()).isEqualTo("asked");
        assertThat(asking.getMessage().getHeaders()).isEmpty();
        assertThat(Batches.envelope(asking)).isSameAs(own);
        assertThat(asking.getException()).isNull();
    }

    @Test
    void whatBecameOfTheAskingOnesOwnBatchIsNoRefusal() {
        batch(asking, Outcome.of(Outcome.Kind.PARKED, "own", null));
        asked.setProperty(Batches.PROPERTY, Batches.envelope(asking));
        aggregate();
        assertThat(asking.getException()).isNull();
    }

    @Test
    void whatTheAskedRouteRefusedFailsTheAskingOneAndMayPass() {
        batch(asked, Outcome.of(Outcome.Kind.DEAD, "mapping-failed", "a detail"));
        aggregate();
        assertThat(asking.getMessage().getBody()).isEqualTo("asking");
        assertThat(new VendorFailures().classify(asking.getException())).satisfies(failure -> {
            assertThat(failure.transientFailure()).isTrue();
            assertThat(failure.code()).isEqualTo("not-heard");
            assertThat(failure.detail()).contains("dead mapping-failed").doesNotContain("a detail");
        });
    }

    @Test
    void aFailureOfTheAskedRouteIsTheAskingOnes() {
        IllegalStateException failure = new IllegalStateException("any");
        asked.setException(failure);
        aggregate();
        assertThat(asking.getException()).isSameAs(failure);
    }

    private void aggregate() {
        assertThat(new BodyOnly().aggregate(asking, asked)).isSameAs(asking);
    }

    private Exchange exchange(String body) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        return exchange;
    }

    private static void batch(Exchange exchange, Outcome outcome) {
        Message message = new Message(
                "m", "any.customer", "shop", "1", Instant.EPOCH, "m", JsonNodeFactory.instance.objectNode());
        exchange.setProperty(
                Batches.PROPERTY, new Batch(List.of(Item.of(message, 1).settle(outcome)), true));
    }
}
