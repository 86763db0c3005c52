package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacklogsTest {
    @TempDir
    Path folder;

    @Test
    void aTopicThatNobodyReadsIsCountedUnderTheNamelessGroup() throws Exception {
        try (BusFixture bus = new BusFixture(folder, Map.of()).start()) {
            Instant before = Instant.now().minusMillis(1);
            bus.publish("unread", "a", "b");
            assertThat(bus.backlogs.count()).singleElement().satisfies(backlog -> {
                assertThat(backlog.topic()).isEqualTo("unread");
                assertThat(backlog.group()).isEmpty();
                assertThat(backlog.waiting()).isEqualTo(2);
                assertThat(backlog.oldest()).isBetween(before, Instant.now());
                assertThat(backlog.parked()).isZero();
                assertThat(backlog.nextDue()).isNull();
                assertThat(backlog.dead()).isZero();
            });
        }
    }

    @Test
    void parkedAndDeadMessagesAreCountedForTheGroupThatFailed() throws Exception {
        try (BusFixture bus = new BusFixture(folder, Map.of("serai.bus.retry.initial-delay", "PT1H"))
                .start(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("bus:topic?group=good").to("log:good?level=TRACE");
                        from("bus:topic?group=bad").process(exchange -> {
                            if (BusFixture.keys(exchange).contains("dead")) throw new IllegalStateException("dead");
                            throw new BusFixture.Passing();
                        });
                    }
                })) {
            bus.publish("topic", "dead", "parked", "parked too");
            await().untilAsserted(() -> {
                List<Backlog> groups = bus.backlogs.count();
                assertThat(groups).extracting(Backlog::group).containsExactly("bad", "good");
                assertThat(groups).extracting(Backlog::waiting).containsExactly(0L, 0L);
                assertThat(groups).extracting(Backlog::parked).containsExactly(2L, 0L);
                assertThat(groups).extracting(Backlog::dead).containsExactly(1L, 0L);
                assertThat(groups.get(0).nextDue()).isAfter(Instant.now().plusSeconds(1_800));
                assertThat(groups.get(1).oldest()).isNull();
            });
        }
    }
}
