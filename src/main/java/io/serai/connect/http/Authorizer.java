package io.serai.connect.http;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;

/** Makes the header that authorizes one attempt. Thread-safe. */
interface Authorizer {
    /** Name of the header. */
    default String header() {
        return HttpHeaders.AUTHORIZATION;
    }

    /** The header's value, for this attempt only; null when there shall be none. */
    String authorize(ClassicHttpRequest request, Exchanger exchanger) throws IOException, HttpException;

    /**
     * The vendor refused what {@link #authorize} gave. True when a new value may be accepted, so that one more attempt makes
     * sense.
     */
    default boolean refused(String authorization) {
        return false;
    }
}
