package io.serai.console;

/** Answers one path. */
@FunctionalInterface
interface Resource {
    /**
     * Runs where it may block.
     *
     * @return what is written as JSON, or {@link Raw}
     * @throws Problem for any other answer than success
     */
    Object answer(Ask ask);
}
