package io.serai.connect.salesforce;

import java.net.URI;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.internal.HttpContentResponse;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.client.transport.HttpResponse;
import org.eclipse.jetty.http.HttpStatus;

/** Stands where camel-salesforce would revoke its session: sends nothing and succeeds. */
final class NoRevocation extends HttpRequest {
    NoRevocation(HttpClient client) {
        super(client, new HttpConversation(), URI.create("http://localhost/"));
    }

    @Override
    public ContentResponse send() {
        return new HttpContentResponse(new HttpResponse(this).status(HttpStatus.OK_200), new byte[0], null, null);
    }
}
