package io.serai.connect;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The systems, by name: {@code serai.systems.<name>.<option>}. Every secret has a twin with {@code -file} at the end that names a
 * file to read it from. What is required depends on {@code auth}; {@link Systems#problems()} tells what is missing.
 */
@ConfigMapping(prefix = "serai.systems")
public interface SystemsConfig {
    @WithParentName
    Map<String, SystemConfig> systems();

    interface SystemConfig {
        /** The label of a {@link Kind}: {@code magento}, {@code salesforce}, {@code shopify}, {@code rest}, {@code kafka} ... */
        Optional<String> kind();

        /**
         * Magento: the base URL, without {@code /rest}. Salesforce: the login URL (My Domain). HubSpot: {@code https://api.hubapi.com}. REST: what paths are added to. RabbitMQ:
         * {@code amqp://host:5672/vhost}, {@code amqps} for TLS. Kafka: {@code kafka://one:9092,two:9092}, {@code kafkas} for TLS.
         */
        Optional<String> url();

        /**
         * Magento: {@code bearer}, {@code oauth1} or {@code admin}. Salesforce: {@code client-credentials} or {@code jwt}. HubSpot: {@code bearer} or {@code refresh-token}. REST: {@code
         * bearer}, {@code header}, {@code basic}, {@code client-credentials} or {@code none}. RabbitMQ: {@code password} or {@code none}.
         * Kafka: {@code password}, {@code scram-sha-256}, {@code scram-sha-512} or {@code none}. Shopify and BigCommerce: {@code token}.
         * WooCommerce: {@code consumer-key}.
         */
        Optional<String> auth();

        /** {@code bearer}, {@code header} and {@code token}: the integration's access token or key. */
        Optional<String> token();

        Optional<String> tokenFile();

        /** The day on which the secret, token or key ends at its vendor, if it does: a metric and an alert tell of it in time. */
        Optional<String> secretExpires();

        /** {@code header}: name of the header that the token goes into. */
        @WithDefault("X-Api-Key")
        String header();

        /** {@code oauth1} and {@code consumer-key}. */
        Optional<String> consumerKey();

        /** {@code oauth1} and {@code consumer-key}. */
        Optional<String> consumerSecret();

        Optional<String> consumerSecretFile();

        /** {@code oauth1}. */
        Optional<String> accessToken();

        Optional<String> accessTokenFile();

        /** {@code oauth1}. */
        Optional<String> accessTokenSecret();

        Optional<String> accessTokenSecretFile();

        /** {@code oauth1}: the URL that the shop believes it has, when a proxy changes scheme, host or path before it. */
        Optional<String> signingUrl();

        /** {@code admin}, {@code basic}, {@code jwt}, {@code password} and {@code scram-...}. */
        Optional<String> username();

        /** {@code admin}, {@code basic}, {@code password} and {@code scram-...}. */
        Optional<String> password();

        Optional<String> passwordFile();

        /** {@code admin}: how long a token is used; a little less than the shop lets it live. */
        @WithDefault("PT3H50M")
        Duration tokenLifetime();

        /** {@code client-credentials} and {@code jwt}: the app's consumer key. */
        Optional<String> clientId();

        /** {@code client-credentials}. */
        Optional<String> clientSecret();

        Optional<String> clientSecretFile();

        /** {@code client-credentials} of REST and Dynamics: where tokens are given. */
        Optional<String> tokenUrl();

        /** {@code client-credentials} of REST: what is asked for, if the vendor wants it said. Dynamics: {@code <url>/.default} if absent. */
        Optional<String> scope();

        /** {@code refresh-token}: what HubSpot gave when an administrator let the app in. */
        Optional<String> refreshToken();

        Optional<String> refreshTokenFile();

        /** {@code jwt}: an RSA key in PEM (PKCS#8 or PKCS#1, not encrypted). */
        Optional<String> privateKey();

        Optional<String> privateKeyFile();

        /** {@code jwt}: instead of a PEM, a PKCS#12 or JKS file with one key. */
        Optional<String> keystoreFile();

        Optional<String> keystorePassword();

        Optional<String> keystorePasswordFile();

        /** {@code jwt}: the audience of the assertion; the system's URL if absent. */
        Optional<String> audience();

        /** Salesforce's REST API, such as {@code 67.0}. Omnisend's: {@code 2026-03-15}, or {@code v5} for the one before the dated ones. */
        Optional<String> apiVersion();

        @WithDefault("PT5S")
        Duration connectTimeout();

        @WithDefault("PT30S")
        Duration responseTimeout();

        WebhookConfig webhook();

        QuotaConfig quota();
    }

    /** What is not given is as the kind has it. */
    interface QuotaConfig {
        /** Whose limits and headers these are, for a system of kind {@code rest}: {@code hubspot}, {@code omnisend}, ... */
        Optional<String> vendor();

        /** Calls that are allowed {@code per}; 0 for any number. */
        Optional<Integer> requests();

        /** Needed with {@code requests}. */
        Optional<Duration> per();

        /**
         * Calls that may be saved up and made at once, while {@code requests} are added {@code per}. Absent: a tenth at once and the
         * others evenly, so that no window of this length sees more than {@code requests}.
         */
        Optional<Integer> burst();

        /** Calls at the same time; 0 for any number. */
        Optional<Integer> concurrent();

        /** Part of the burst that only live calls may use. */
        Optional<Double> reserveLive();

        /** Part of the burst that backfills may not use besides. */
        Optional<Double> reserveReplay();

        /** A call that would wait longer is not made; its message is parked. */
        @WithDefault("PT10S")
        Duration maxWait();
    }

    interface WebhookConfig {
        /** Of Standard Webhooks the text itself, or {@code whsec_} and base64. Absent: the system sends no webhooks. */
        Optional<String> secret();

        Optional<String> secretFile();

        /** Still accepted while the sender changes to the new one. */
        Optional<String> previousSecret();

        Optional<String> previousSecretFile();

        /** How long, after {@code secret-file} has changed, what stood in it before is accepted too. */
        @WithDefault("PT1H")
        Duration formerSecretFor();

        /**
         * {@code standard}, {@code hmac-base64} or {@code hmac-hex} (of the body), {@code header} (the secret itself), or {@code adobe-io}
         * (Adobe I/O Events).
         */
        @WithDefault("standard")
        String scheme();

        /** Not {@code standard}: the header with the signature or the secret. */
        @WithDefault("X-Webhook-Signature")
        String header();

        /** What stands before the signature in the header, such as {@code sha256=}. */
        Optional<String> prefix();

        /**
         * jq over the body, with {@code $headers} (names in small letters), that gives {@code {entity, id, data}} for each event, and {@code
         * key} and {@code at} where the sender tells them. Absent: the payload is that of the kind.
         */
        Optional<String> events();

        /** {@code adobe-io}: the client id of the project in Adobe's console, which each event names. */
        Optional<String> clientId();

        /** {@code adobe-io}: where the paths of public keys begin, which each request names. */
        @WithDefault("https://static.adobeioevents.com")
        String keysUrl();

        /** {@code rest}: the entities that may come; each is a topic {@code <system>.<entity>}. */
        Optional<List<String>> entities();
    }
}
