package io.serai.connect.http;

import io.serai.connect.Credentials;
import org.apache.hc.core5.http.ClassicHttpRequest;

/** The integration's token as it is. Magento refuses it unless an administrator allows integrations as bearers. */
record Bearer(Credentials.Bearer credentials) implements Authorizer {
    @Override
    public String authorize(ClassicHttpRequest request, Exchanger exchanger) {
        return "Bearer " + credentials.token().reveal();
    }
}
