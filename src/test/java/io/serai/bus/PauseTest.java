package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PauseTest {
    private static final Sign DOWN = new Sign(Sign.Kind.OUTAGE, Duration.ZERO);
    private static final Sign ANSWER = new Sign(Sign.Kind.ANSWER, Duration.ZERO);
    private static final Sign NONE = new Sign(Sign.Kind.NONE, Duration.ZERO);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };

    private Pause pause(Map<String, String> settings) {
        BusConfig config = new SmallRyeConfigBuilder()
                .withMapping(BusConfig.class)
                .withConverter(
                        Duration.class, 200, text -> Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT)))
                .withDefaultValue("serai.bus.poll-interval", "1s")
                .withDefaultValue("serai.bus.retry.link-timeout", "168h")
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(BusConfig.class);
        return new Pauses(config, new SimpleMeterRegistry(), clock).of(new Group(1, "topic", "group"));
    }

    private Pause pause() {
        return pause(Map.of());
    }

    private Pause paused() {
        Pause pause = pause();
        for (int i = 0; i < 3; i++) pause.saw(DOWN);
        return pause;
    }

    private void pass(String time) {
        now = now.plus(Duration.parse("PT" + time));
    }

    /** Lets the probe that is due fail; false when none is due. */
    private static boolean probeFails(Pause pause) {
        if (pause.turn() != Pause.Turn.PROBE) return false;
        pause.saw(DOWN);
        pause.probed();
        return true;
    }

    @Test
    void threeFailuresInARowPauseTheGroupAndTwoDoNot() {
        Pause pause = pause();
        pause.saw(DOWN);
        pause.saw(DOWN);
        assertThat(pause.turn()).isEqualTo(Pause.Turn.FREE);
        pause.saw(ANSWER);
        pause.saw(DOWN);
        pause.saw(DOWN);
        assertThat(pause.paused()).isFalse();
        pause.saw(NONE);
        pause.saw(DOWN);
        assertThat(pause.turn()).isEqualTo(Pause.Turn.WAIT);
        assertThat(pause.since()).isEqualTo(now);
        assertThat(pause.pauses()).isEqualTo(1);
    }

    @Test
    void onlyTheFirstFailureOfAnOutageCountsAsAnAttempt() {
        Pause pause = pause();
        assertThat(pause.saw(DOWN)).isTrue();
        for (int i = 0; i < 1_000; i++) assertThat(pause.saw(DOWN)).isFalse();
        pause.saw(ANSWER);
        assertThat(pause.saw(DOWN)).isTrue();
    }

    @Test
    void probesComeAfterDelaysThatDoubleUpToTheLongest() {
        Pause pause = paused();
        for (String delay : new String[] {"1S", "2S", "4S", "8S", "16S", "30S", "30S"}) {
            pass(delay);
            now = now.minusMillis(1);
            assertThat(probeFails(pause)).as("before " + delay).isFalse();
            now = now.plusMillis(1);
            assertThat(probeFails(pause)).as("after " + delay).isTrue();
        }
    }

    @Test
    void oneWorkerProbesAtATimeAndAnotherMayWhenItHadNothingToProbeWith() {
        Pause pause = paused();
        pass("1S");
        assertThat(pause.turn()).isEqualTo(Pause.Turn.PROBE);
        assertThat(pause.turn()).isEqualTo(Pause.Turn.WAIT);
        pause.probed();
        assertThat(pause.turn()).isEqualTo(Pause.Turn.PROBE);
    }

    @Test
    void anAnswerResumesAndTheNextOutageBeginsWithTheShortDelay() {
        Pause pause = paused();
        pass("1S");
        probeFails(pause);
        pass("2S");
        assertThat(pause.turn()).isEqualTo(Pause.Turn.PROBE);
        pause.saw(ANSWER);
        pause.probed();
        assertThat(pause.turn()).isEqualTo(Pause.Turn.FREE);
        for (int i = 0; i < 3; i++) pause.saw(DOWN);
        pass("1S");
        assertThat(pause.turn()).isEqualTo(Pause.Turn.PROBE);
        assertThat(pause.pauses()).isEqualTo(2);
    }

    @Test
    void aProbeThatNeverReachedTheTargetIsFollowedByTheNextAtOnce() {
        Pause pause = paused();
        pass("1S");
        pause.turn();
        pause.saw(NONE);
        pause.probed();
        assertThat(pause.turn()).isEqualTo(Pause.Turn.PROBE);
    }

    @Test
    void theVendorsLongestRetryAfterIsObeyed() {
        Pause pause = pause();
        pause.saw(new Sign(Sign.Kind.OUTAGE, Duration.ofHours(1)));
        pause.saw(DOWN);
        pause.saw(new Sign(Sign.Kind.OUTAGE, Duration.ofSeconds(10)));
        pass("59M");
        assertThat(pause.turn()).isEqualTo(Pause.Turn.WAIT);
        pass("1M");
        assertThat(pause.turn()).isEqualTo(Pause.Turn.PROBE);
    }

    @Test
    void itCanBeSwitchedOffAndThenEveryFailureCounts() {
        Pause pause = pause(Map.of("serai.bus.pause.after", "0"));
        for (int i = 0; i < 10; i++) assertThat(pause.saw(DOWN)).isTrue();
        assertThat(pause.paused()).isFalse();
    }
}
