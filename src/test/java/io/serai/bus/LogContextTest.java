package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogContextTest {
    private static final String RECORD = "01a2021a-4451-748d-aae3-2142cdb0f17f";

    @TempDir
    Path folder;

    private final List<Map<String, Object>> seen = new CopyOnWriteArrayList<>();
    private BusFixture bus;

    @BeforeEach
    void open() throws Exception {
        bus = new BusFixture(folder, Map.of());
    }

    @AfterEach
    void close() {
        bus.close();
    }

    private RouteBuilder route(String from) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId("a-flow").process(exchange -> {
                    seen.add(new TreeMap<>(MDC.getMap()));
                    if (BusFixture.keys(exchange).contains("bad")) throw new IllegalStateException("bad");
                });
            }
        };
    }

    @Test
    void aMessageIsHandledWithItsIdsInTheLogContext() throws Exception {
        bus.start(route("bus:t?group=g"));
        bus.publish("t", RECORD);
        await().until(() -> bus.handled.size() == 1);
        String message = bus.handled.get(0).item().message().id();
        assertThat(seen)
                .containsExactly(Map.of(
                        "flow",
                        "a-flow",
                        "messages",
                        "1",
                        "message_id",
                        message,
                        "correlation_id",
                        message,
                        "record_id",
                        RECORD));
    }

    @Test
    void idsOfOtherSystemsAreNotTold() throws Exception {
        bus.start(route("bus:t?group=g"));
        bus.publish("t", "grace@example.com");
        await().until(() -> bus.handled.size() == 1);
        assertThat(seen.get(0)).doesNotContainKey("record_id");
        assertThat(seen.toString()).doesNotContain("grace");
    }

    @Test
    void ofSeveralMessagesOnlyTheNumberIsToldAndNothingIsLeftOfTheOnesBefore() throws Exception {
        bus.start(route("bus:t?group=g&batch=10"));
        bus.publish("t", "b", "bad", "c", "d");
        await().until(() -> bus.handled.size() == 4);
        for (Map<String, Object> one : seen)
            if (!"1".equals(one.get("messages"))) assertThat(one).containsOnlyKeys("flow", "messages");
            else assertThat(one).containsKeys("message_id", "correlation_id");
        assertThat(seen).anySatisfy(one -> assertThat(one).containsEntry("messages", "1"));
    }

    @Test
    void whatStoodThereBeforeStandsThereAgain() {
        MDC.put("flow", "outer");
        try {
            LogContext context = new LogContext("inner", List.of(), null);
            assertThat(MDC.get("flow")).isEqualTo("inner");
            context.close();
            assertThat(MDC.get("flow")).isEqualTo("outer");
            assertThat(MDC.get("messages")).isNull();
        } finally {
            MDC.remove("flow");
        }
    }
}
