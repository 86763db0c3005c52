package io.serai.connect;

import java.net.URI;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.function.Supplier;

/** What a system is logged in with. None of them shows a secret in its text. */
public sealed interface Credentials {

    /** Magento: the access token of an integration, sent as it is. REST: any bearer token. */
    record Bearer(Secret token) implements Credentials {}

    /** Magento: every request is signed with HMAC-SHA256. */
    record OAuth1(String consumerKey, Secret consumerSecret, Secret accessToken, Secret accessTokenSecret)
            implements Credentials {
        @Override
        public String toString() {
            return "OAuth1[consumerKey=" + consumerKey + "]";
        }
    }

    /**
     * Magento: a token is fetched for an administrator.
     *
     * @param lifetime after which a token is no longer used; Magento's default is four hours
     */
    record Admin(String username, Secret password, Duration lifetime) implements Credentials {}

    /** Salesforce: OAuth 2.0 client credentials; the run-as user is set on the app. */
    record ClientCredentials(String clientId, Secret clientSecret) implements Credentials {}

    /**
     * Salesforce: OAuth 2.0 JWT bearer.
     *
     * @param key asked for each login, as it may change
     * @param audience null for the system's own URL
     */
    record JwtBearer(String clientId, String username, Supplier<PrivateKey> key, String audience)
            implements Credentials {
        @Override
        public String toString() {
            return "JwtBearer[clientId=" + clientId + "]";
        }
    }

    /** REST: a token or key in a header of that name. */
    record Header(String name, Secret token) implements Credentials {}

    /** REST: HTTP basic authentication. */
    record Basic(String username, Secret password) implements Credentials {}

    /**
     * REST: OAuth 2.0 client credentials at a token endpoint, which may be another host.
     *
     * @param scope null for none
     * @param refreshToken what an administrator's consent gave once, to be exchanged for access tokens; null for client credentials
     */
    record TokenEndpoint(URI tokenUrl, String clientId, Secret clientSecret, String scope, Secret refreshToken)
            implements Credentials {
        @Override
        public String toString() {
            return "TokenEndpoint[tokenUrl=" + tokenUrl + ", clientId=" + clientId + "]";
        }
    }

    /**
     * RabbitMQ and Kafka.
     *
     * @param mechanism {@code PLAIN}, or how Kafka names another one
     */
    record Password(String username, Secret password, String mechanism) implements Credentials {}

    /** Nothing is asked. */
    record None() implements Credentials {}
}
