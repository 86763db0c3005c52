package io.serai.connect.hook;

import io.serai.connect.hook.Rejected.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.util.Timeout;

/**
 * The public keys of Adobe I/O Events, by the paths that requests name. They come from one configured place only, and are kept for less than the 24 hours
 * that Adobe allows. As anybody may name a path, few are asked for in a minute, one at a time, and one that does not exist is not asked for again soon.
 * Thread-safe.
 */
final class AdobeKeys {
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-]{1,64}){1,6}\\.pem");
    private static final Duration FRESH = Duration.ofHours(12);
    private static final Duration USABLE = Duration.ofHours(23);
    private static final Duration ABSENT = Duration.ofMinutes(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_IN_A_MINUTE = 20;
    private static final int MOST_KEPT = 64;
    private static final int LONGEST = 8192;
    private static final Timeout TIMEOUT = Timeout.ofSeconds(5);

    /** @param key null where there is none */
    private record Kept(PublicKey key, Instant since) {}

    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final URI place;
    private final Clock clock;
    private Instant minute = Instant.EPOCH;
    private int asked;

    AdobeKeys(URI place, Clock clock) {
        this.place = place;
        this.clock = clock;
    }

    /**
     * @return null when there is no key at this path
     * @throws Rejected when nobody knows, as the place cannot be reached
     */
    synchronized PublicKey at(String path) throws Rejected {
        if (!PATH.matcher(path).matches()) return null;
        Instant now = clock.instant();
        Kept known = kept.get(path);
        if (known != null && now.isBefore(known.since().plus(known.key() == null ? ABSENT : FRESH))) return known.key();
        try {
            Kept found = new Kept(fetch(path, now), now);
            kept.put(path, found);
            if (kept.size() > MOST_KEPT) forgetOne();
            return found.key();
        } catch (IOException e) {
            if (known != null
                    && known.key() != null
                    && now.isBefore(known.since().plus(USABLE))) return known.key();
            throw new Rejected(Reason.KEY, "the public key could not be read from " + place + "; send it again later");
        }
    }

    /** That which was used longest ago; one that does not exist before one that does. */
    private void forgetOne() {
        String oldest = kept.entrySet().stream()
                .filter(each -> each.getValue().key() == null)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(kept.keySet().iterator().next());
        kept.remove(oldest);
    }

    private PublicKey fetch(String path, Instant now) throws IOException {
        if (!now.isBefore(minute.plus(MINUTE))) {
            minute = now;
            asked = 0;
        }
        if (++asked > MOST_IN_A_MINUTE) throw new IOException("too many keys in a minute");
        try (CloseableHttpClient client = HttpClients.custom()
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .setDefaultRequestConfig(timeouts())
                .build()) {
            return client.execute(ClassicRequestBuilder.get(place + path).build(), AdobeKeys::read);
        }
    }

    @SuppressWarnings("deprecation") // the successor is on the connection manager
    private static RequestConfig timeouts() {
        return RequestConfig.custom()
                .setConnectTimeout(TIMEOUT)
                .setResponseTimeout(TIMEOUT)
                .build();
    }

    private static PublicKey read(ClassicHttpResponse response) throws IOException, HttpException {
        int status = response.getCode();
        // A CDN that hides what it does not have answers 403.
        if (status == 403 || status == 404 || status == 410) return null;
        if (status != 200) throw new IOException("answered " + status);
        String pem = EntityUtils.toString(response.getEntity(), StandardCharsets.US_ASCII, LONGEST);
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null; // no key, whatever else it is
        }
    }
}
