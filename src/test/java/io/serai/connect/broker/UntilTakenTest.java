package io.serai.connect.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UntilTakenTest {
    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aMessageThatCannotBeTakenIsTriedAgainAsItCame() throws Exception {
        List<String> seen = new ArrayList<>();
        UntilTaken patient = new UntilTaken(
                "shop-broker",
                exchange -> {
                    seen.add(exchange.getMessage().getBody(String.class));
                    exchange.getMessage().setBody("changed");
                    if (seen.size() == 1) throw new IllegalStateException("the store is down");
                    if (seen.size() == 2) exchange.setException(new IllegalStateException("and still is"));
                },
                () -> true);

        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody("event");
        patient.process(exchange);

        assertThat(seen).containsExactly("event", "event", "event");
        assertThat(exchange.getException()).isNull();
    }

    @Test
    void whenTheConsumerStopsTheFailureIsTheBrokers() {
        AtomicInteger tries = new AtomicInteger();
        UntilTaken patient = new UntilTaken(
                "shop-broker",
                exchange -> {
                    tries.incrementAndGet();
                    throw new IllegalStateException("the store is down");
                },
                () -> tries.get() < 2);

        assertThatThrownBy(() -> patient.process(new DefaultExchange(context))).hasMessage("the store is down");
        assertThat(tries).hasValue(2);
    }
}
