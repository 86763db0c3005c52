package io.serai.bus.broker;

/** The broker could not be reached or did not confirm; callers try again. The text holds no payload and no password. */
public class BrokerException extends RuntimeException {
    public BrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
