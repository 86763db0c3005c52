package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.message.SystemDirectory;
import io.serai.message.SystemInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One route that delivers to every system of a kind. */
class SystemGroupsTest {
    @TempDir
    Path folder;

    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private BusFixture bus;

    @BeforeEach
    void open() throws Exception {
        bus = new BusFixture(folder, Map.of("serai.bus.retry.initial-delay", "PT1H"));
        SystemDirectory shops = kind -> kind.equals("shop") ? List.of(shop("shop-de"), shop("shop-pl")) : List.of();
        bus.camel.getRegistry().bind("systems", shops);
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void everySystemOfTheKindGetsEveryMessageAndOneThatIsDownHoldsUpNoOther() throws Exception {
        bus.start(route("bus:news?group={system}&systems=shop"));
        bus.publish("news", "1", "2");
        await().untilAsserted(() -> assertThat(delivered).containsExactlyInAnyOrder("shop-de 1", "shop-de 2"));
        await().untilAsserted(() -> assertThat(bus.outcomes())
                .containsExactlyInAnyOrder("1=completed", "2=completed", "1=parked", "2=parked"));
    }

    @Test
    void withoutASystemOfTheKindTheRouteRestsAndRuns() throws Exception {
        bus.start(route("bus:news?group={system}&systems=nothing"));
        bus.publish("news", "1");
        assertThat(bus.camel.getRouteController().getRouteStatus("deliver").isStarted())
                .isTrue();
        assertThat(delivered).isEmpty();
    }

    @Test
    void aGroupForEachSystemNeedsItsNameAndItsKind() {
        assertThatThrownBy(() -> bus.start(route("bus:news?group=shops&systems=shop")))
                .hasStackTraceContaining("{system}");
    }

    private RouteBuilder route(String from) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId("deliver").process(SystemGroupsTest.this::deliver);
            }
        };
    }

    private void deliver(Exchange exchange) {
        String target = exchange.getMessage().getHeader("SeraiTarget", String.class);
        if (target.equals("shop-pl")) throw new BusFixture.Passing();
        delivered.add(target + " " + BusFixture.keys(exchange).get(0));
    }

    private static SystemInfo shop(String name) {
        return new SystemInfo(name, "shop", "https://" + name + ".example.com");
    }
}
