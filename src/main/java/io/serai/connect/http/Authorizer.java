package io.serai.connect.http;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;

/** Makes the Authorization header of one attempt. Thread-safe. */
interface Authorizer {
    /** The header's value, for this attempt only. */
    String authorize(ClassicHttpRequest request, Exchanger exchanger) throws IOException, HttpException;

    /**
     * The vendor refused what {@link #authorize} gave. True when a new value may be accepted, so that one more attempt makes
     * sense.
     */
    default boolean refused(String authorization) {
        return false;
    }
}
