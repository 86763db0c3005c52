package io.serai.connect.http;

import io.serai.connect.Credentials;
import io.serai.connect.Derived;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.core5.http.ClassicHttpRequest;

/**
 * Signs by OAuth 1.0a with HMAC-SHA256 (RFC 5849 section 3), with a nonce and a time of its own for each attempt: Magento refuses
 * a nonce that it has seen. The body is not signed, as it is JSON.
 *
 * <p>Magento rebuilds the URL from what reaches it. Where a proxy changes scheme, host or path, {@code signing-url} must say what
 * Magento sees.
 */
final class OAuth1 implements Authorizer {
    private static final String ALGORITHM = "HmacSHA256";

    private final Credentials.OAuth1 credentials;
    private final String pathPrefix;
    private final URI signingUrl;
    private final Supplier<SecretKeySpec> key;
    private final Clock clock;
    private final Supplier<String> nonces;

    /**
     * @param systemUrl where requests are sent to
     * @param signingUrl what the shop believes this URL to be
     */
    OAuth1(Credentials.OAuth1 credentials, URI systemUrl, URI signingUrl, Clock clock, Supplier<String> nonces) {
        this.credentials = credentials;
        this.pathPrefix = systemUrl.getRawPath();
        this.signingUrl = signingUrl;
        this.key = new Derived<>(
                () -> List.of(
                        credentials.consumerSecret().reveal(),
                        credentials.accessTokenSecret().reveal()),
                OAuth1::key);
        this.clock = clock;
        this.nonces = nonces;
    }

    private static SecretKeySpec key(List<String> secrets) {
        String both = PercentCode.encode(secrets.get(0)) + "&" + PercentCode.encode(secrets.get(1));
        return new SecretKeySpec(both.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    @Override
    public String authorize(ClassicHttpRequest request, Exchanger exchanger) {
        return authorize(request.getMethod(), request.getRequestUri());
    }

    /** @param target path and query as they are sent */
    String authorize(String method, String target) {
        Map<String, String> oauth = new TreeMap<>();
        oauth.put("oauth_consumer_key", credentials.consumerKey());
        oauth.put("oauth_nonce", nonces.get());
        oauth.put("oauth_signature_method", "HMAC-SHA256");
        oauth.put("oauth_timestamp", Long.toString(clock.instant().getEpochSecond()));
        oauth.put("oauth_token", credentials.accessToken().reveal());
        oauth.put("oauth_version", "1.0");
        oauth.put("oauth_signature", sign(baseString(method, target, oauth)));
        StringBuilder header = new StringBuilder("OAuth ");
        oauth.forEach((name, value) -> header.append(name)
                .append("=\"")
                .append(PercentCode.encode(value))
                .append("\", "));
        return header.substring(0, header.length() - 2);
    }

    private String baseString(String method, String target, Map<String, String> oauth) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        List<Pair> pairs = new ArrayList<>();
        oauth.forEach((name, value) -> pairs.add(Pair.of(name, value)));
        if (question >= 0) addQuery(pairs, target.substring(question + 1));
        Collections.sort(pairs);
        StringJoiner parameters = new StringJoiner("&");
        pairs.forEach(pair -> parameters.add(pair.name() + "=" + pair.value()));
        return method.toUpperCase(Locale.ROOT)
                + "&" + PercentCode.encode(origin() + publicPath(path))
                + "&" + PercentCode.encode(parameters.toString());
    }

    private static void addQuery(List<Pair> pairs, String query) {
        for (String part : query.split("&")) {
            if (part.isEmpty()) continue;
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            String value = equals < 0 ? "" : part.substring(equals + 1);
            pairs.add(Pair.of(PercentCode.decode(name), PercentCode.decode(value)));
        }
    }

    /** A parameter, encoded; ordered by name, then value, by the bytes of the encoding. */
    private record Pair(String name, String value) implements Comparable<Pair> {
        static Pair of(String name, String value) {
            return new Pair(PercentCode.encode(name), PercentCode.encode(value));
        }

        @Override
        public int compareTo(Pair other) {
            int byName = name.compareTo(other.name);
            return byName != 0 ? byName : value.compareTo(other.value);
        }
    }

    private String origin() {
        String scheme = signingUrl.getScheme().toLowerCase(Locale.ROOT);
        int port = signingUrl.getPort();
        boolean usual = port < 0 || port == ("https".equals(scheme) ? 443 : 80);
        return scheme + "://" + signingUrl.getHost().toLowerCase(Locale.ROOT) + (usual ? "" : ":" + port);
    }

    private String publicPath(String path) {
        String inner = path.startsWith(pathPrefix) ? path.substring(pathPrefix.length()) : path;
        return signingUrl.getRawPath() + inner;
    }

    private String sign(String base) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key.get());
            return Base64.getEncoder().encodeToString(mac.doFinal(base.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
