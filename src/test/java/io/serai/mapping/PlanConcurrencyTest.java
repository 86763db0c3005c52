package io.serai.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One plan, many threads: every thread gets the result that it would get alone. */
class PlanConcurrencyTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 200;

    @Test
    void aPlanGivesTheSameResultOnAnyNumberOfThreads() throws Exception {
        Plan plan = Mappings.load(Path.of("mappings")).plan("magento-order");
        List<JsonNode> inputs = inputs();
        List<Mapped> alone = inputs.stream().map(input -> map(plan, input)).toList();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Boolean>> same = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) same.add(threads.submit(worker(plan, inputs, alone, start)));
            start.countDown();
            for (Future<Boolean> each : same) assertThat(each.get()).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Boolean> worker(
            Plan plan, List<JsonNode> inputs, List<Mapped> alone, CountDownLatch start) {
        return () -> {
            start.await();
            for (int round = 0; round < ROUNDS; round++)
                for (int i = 0; i < inputs.size(); i++)
                    if (!map(plan, inputs.get(i)).equals(alone.get(i))) return false;
            return true;
        };
    }

    private static Mapped map(Plan plan, JsonNode input) {
        return plan.map(input, About.system("magento-de"), TableFolder.NO_LINKS);
    }

    private static List<JsonNode> inputs() throws Exception {
        List<JsonNode> inputs = new ArrayList<>();
        TableFolder.yaml(Files.readString(Path.of("mappings/magento/magento-order.tests.yaml")))
                .forEach(test -> inputs.add(test.get("input")));
        return inputs;
    }
}
