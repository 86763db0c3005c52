package io.serai.bus.broker;

/** What came is no CloudEvent with a JSON payload; the text says why and repeats nothing of it. */
public final class NotAnEvent extends Exception {
    NotAnEvent(String reason) {
        super(reason);
    }
}
