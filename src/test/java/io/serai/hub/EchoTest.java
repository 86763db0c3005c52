package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EchoTest {

    @Test
    void attemptsOfTheSameAreOneWriteFromTheFirstToTheLast() {
        Echo echo =
                Echo.NONE.with(1, phone("1")).answered(2).with(5, phone("2")).with(7, phone("2"));
        assertThat(echo.with(9, phone("2")).writes())
                .extracting(Echo.Write::first, Echo.Write::at, Echo.Write::taken)
                .containsExactly(tuple(5L, 9L, 0L), tuple(1L, 1L, 2L));
    }

    @Test
    void whatIsWrittenAgainAfterItWasAnsweredStaysAnswered() {
        Echo echo = Echo.NONE.with(1, phone("1")).answered(2).with(5, phone("1"));
        assertThat(echo.writes()).singleElement().satisfies(write -> {
            assertThat(write.answered()).isTrue();
            assertThat(write.at()).isEqualTo(5);
        });
    }

    @Test
    void theFirstAnswerTellsWhenItHadArrived() {
        Echo echo =
                Echo.NONE.with(1, phone("1")).answered(2).with(5, phone("1")).answered(6);
        assertThat(echo.writes()).extracting(Echo.Write::taken).containsExactly(2L);
    }

    @Test
    void anEchoThatWasStoredBeforeAnswersWereKeptIsReadAsOneThatHasNone() {
        String stored = "[{\"at\":4,\"values\":{\"phone\":\"00\"}}]";
        assertThat(Echo.parse(stored).writes()).containsExactly(new Echo.Write(4, 4, 0, Map.of("phone", "00")));
    }

    @Test
    void anAnswerThatWasStoredBeforeItsTimeWasKeptIsOne() {
        String stored = "[{\"at\":4,\"answered\":true,\"values\":{\"phone\":\"00\"}}]";
        assertThat(Echo.parse(stored).writes()).singleElement().satisfies(write -> {
            assertThat(write.answered()).isTrue();
            assertThat(write.taken()).isLessThan(4);
        });
    }

    /** @param tried contents in the order of their attempts; what is divisible by three was answered */
    @Property(tries = 300)
    void theLastAnsweredAndTheLastTriedContentsAreKeptAndNotMuchMore(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 8) Integer> tried) {
        Echo echo = Echo.NONE;
        Integer answered = null;
        long now = 0;
        for (int content : tried) {
            echo = echo.with(++now, phone("" + content));
            if (content % 3 == 0) {
                echo = echo.answered(now);
                answered = content;
            }
        }
        assertThat(echo.writes()).hasSizeLessThanOrEqualTo(Echo.REMEMBERED + 1);
        assertThat(echo.writes().get(0).at()).isEqualTo(now);
        assertThat(echo.writes().get(0).has("phone", text("" + tried.get(tried.size() - 1))))
                .isTrue();
        if (answered != null) {
            JsonNode taken = text("" + answered);
            assertThat(echo.writes())
                    .filteredOn(Echo.Write::answered)
                    .first()
                    .satisfies(write -> assertThat(write.has("phone", taken)).isTrue());
        }
        assertThat(Echo.parse(echo.json())).isEqualTo(echo);
    }

    private static Map<String, JsonNode> phone(String value) {
        return Map.of("phone", text(value));
    }

    private static JsonNode text(String value) {
        return TextNode.valueOf(value);
    }
}
