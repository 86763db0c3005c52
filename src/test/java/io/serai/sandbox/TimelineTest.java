package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimelineTest {
    @Test
    void keepsEntitiesInOrderOfTimeAndIdWhateverMovesWhere() {
        SplittableRandom random = new SplittableRandom(7);
        Timeline timeline = new Timeline();
        List<Entity> all = new ArrayList<>();
        for (int id = 1; id <= 500; id++) {
            Entity entity = new Entity(id, 0, 1000 + random.nextInt(50), Json.object());
            all.add(entity);
            timeline.add(entity);
        }
        for (int i = 0; i < 20_000; i++) {
            Entity entity = all.get(random.nextInt(all.size()));
            timeline.remove(entity);
            entity.updatedAt = 1000 + random.nextInt(60);
            timeline.add(entity);
        }
        all.sort(Comparator.<Entity>comparingLong(entity -> entity.updatedAt).thenComparingInt(entity -> entity.id));
        List<Entity> shown = new ArrayList<>();
        timeline.each(1010, 1040, 5, 100, shown::add);

        List<Entity> range = all.stream()
                .filter(entity -> entity.updatedAt >= 1010 && entity.updatedAt <= 1040)
                .toList();
        assertThat(timeline.count(1010, 1040)).isEqualTo(range.size());
        assertThat(timeline.count(0, Long.MAX_VALUE)).isEqualTo(500);
        assertThat(shown).isEqualTo(range.subList(5, 105));
    }
}
