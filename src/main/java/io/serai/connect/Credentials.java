package io.serai.connect;

import java.security.PrivateKey;
import java.time.Duration;

/** What a system is logged in with. None of them shows a secret in its text. */
public sealed interface Credentials {

    /** Magento: the access token of an integration, sent as it is. */
    record Bearer(Secret token) implements Credentials {}

    /** Magento: every request is signed with HMAC-SHA256. */
    record OAuth1(String consumerKey, Secret consumerSecret, String accessToken, Secret accessTokenSecret)
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
     * @param audience null for the system's own URL
     */
    record JwtBearer(String clientId, String username, PrivateKey key, String audience) implements Credentials {
        @Override
        public String toString() {
            return "JwtBearer[clientId=" + clientId + "]";
        }
    }
}
