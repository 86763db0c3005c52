package io.serai.flow.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AbreastTest {
    private static final List<Integer> MANY = IntStream.range(0, 500).boxed().toList();

    @Test
    void resultsStandInTheOrderOfTheThings() {
        assertThat(Abreast.map(MANY, i -> "n" + i))
                .containsExactlyElementsOf(MANY.stream().map(i -> "n" + i).toList());
    }

    @Test
    void noThingsGiveNoResults() {
        assertThat(Abreast.map(List.of(), Object::toString)).isEmpty();
    }

    @Test
    void whatIsThrownForTheFirstOfTheThingsIsThrown() {
        assertThatThrownBy(() -> Abreast.map(MANY, AbreastTest::evenOnly))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("odd: 1");
    }

    private static int evenOnly(int number) {
        if (number % 2 == 1) throw new IllegalArgumentException("odd: " + number);
        return number;
    }
}
