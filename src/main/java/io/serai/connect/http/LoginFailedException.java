package io.serai.connect.http;

import java.io.IOException;

/** A vendor gave no token. Says nothing about the record that was to be sent. */
public final class LoginFailedException extends IOException {
    private final int status;

    LoginFailedException(int status) {
        super("the login was answered " + status + (status == 200 ? " without a token" : ""));
        this.status = status;
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }
}
