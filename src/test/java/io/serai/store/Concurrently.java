package io.serai.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Does several things at once. */
public final class Concurrently {
    private Concurrently() {}

    /** Begins all together and returns their results in order; a failure is thrown. */
    public static <T> List<T> run(List<Callable<T>> all) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        CyclicBarrier together = new CyclicBarrier(all.size());
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> each : all)
                futures.add(threads.submit(() -> {
                    together.await(2, TimeUnit.MINUTES);
                    return each.call();
                }));
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) results.add(future.get(5, TimeUnit.MINUTES));
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
