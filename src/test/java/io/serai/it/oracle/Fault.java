package io.serai.it.oracle;

/**
 * Something that goes wrong. When {@link #strike} returns, it is over or ends by itself within seconds.
 *
 * @param name what it is called in the log of a run
 */
record Fault(String name, Strike strike) {
    @FunctionalInterface
    interface Strike {
        void run() throws Exception;
    }
}
