package io.serai.connect.http;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/** Sends a request to the system as it is, on the connection of the call that asks for it. */
@FunctionalInterface
interface Exchanger {
    ClassicHttpResponse send(ClassicHttpRequest request) throws IOException, HttpException;
}
