package io.serai.message;

/** Decides whether an exception of a route may pass by itself. Implemented by {@code connect}. */
public interface FailureClassifier {
    Failure classify(Throwable failure);
}
