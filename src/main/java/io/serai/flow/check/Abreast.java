package io.serai.flow.check;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** One step for each of many things, on all cores at once. Its threads have the class loader of the caller and end with the work. */
final class Abreast {
    private Abreast() {}

    /**
     * The results in the order of the things.
     *
     * @param step thread-safe; what it throws for the first of the things is thrown
     */
    static <T, R> List<R> map(List<T> things, Function<T, R> step) {
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), things.size());
        if (threads < 2) return things.stream().map(step).toList();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<R>> results = things.stream()
                    .map(thing -> pool.submit(() -> step.apply(thing)))
                    .toList();
            return results.stream().map(Abreast::get).toList();
        } finally {
            pool.shutdownNow();
        }
    }

    private static <R> R get(Future<R> result) {
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) throw failure;
            if (e.getCause() instanceof Error error) throw error;
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
