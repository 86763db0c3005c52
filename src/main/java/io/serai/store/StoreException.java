package io.serai.store;

/** The database refused or could not be reached; nothing of the transaction is kept. Callers may try again. */
public class StoreException extends RuntimeException {
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
