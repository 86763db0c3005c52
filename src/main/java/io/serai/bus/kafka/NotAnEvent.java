package io.serai.bus.kafka;

/** A record is no CloudEvent with a JSON payload; the text says why and repeats nothing of it. */
final class NotAnEvent extends Exception {
    NotAnEvent(String reason) {
        super(reason);
    }
}
