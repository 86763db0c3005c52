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
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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
 * that Adobe allows. As anybody may name a path, few that are not known are asked for in a minute, and one that does not exist is not asked for again soon;
 * known keys are renewed whatever else is asked for. Who needs a key that is held waits for nobody. Thread-safe.
 */
final class AdobeKeys {
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-]{1,64}){1,6}\\.pem");
    private static final Duration FRESH = Duration.ofHours(12);
    private static final Duration USABLE = Duration.ofHours(23);
    private static final Duration ABSENT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_IN_A_MINUTE = 20;
    private static final int MOST_KEPT = 64;
    private static final int LONGEST = 8192;
    private static final Timeout TIMEOUT = Timeout.ofSeconds(5);

    /**
     * What is known of a path.
     *
     * @param key null where there is none
     * @param since when it was fetched
     * @param again when it is asked for again
     */
    private record Kept(PublicKey key, Instant since, Instant again) {
        boolean isUsable(Instant now) {
            return key == null || now.isBefore(since.plus(USABLE));
        }
    }

    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final Map<String, FutureTask<Kept>> underWay = new ConcurrentHashMap<>();
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
    PublicKey at(String path) throws Rejected {
        if (!PATH.matcher(path).matches()) return null;
        Instant now = clock.instant();
        Kept known = kept.get(path);
        if (known == null || !now.isBefore(known.again())) known = asked(path, known, now);
        if (!known.isUsable(now)) throw unreachable();
        return known.key();
    }

    /** A path is asked for by one at a time; others wait for that, unless the key that they have is good. */
    private Kept asked(String path, Kept known, Instant now) throws Rejected {
        FutureTask<Kept> mine = new FutureTask<>(() -> ask(path, now));
        FutureTask<Kept> first = underWay.putIfAbsent(path, mine);
        if (first != null && known != null && known.key() != null && known.isUsable(now)) return known;
        try {
            if (first != null) return first.get();
            mine.run();
            return mine.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException) throw unreachable();
            throw new IllegalStateException("a public key could not be fetched", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable();
        } finally {
            underWay.remove(path, mine);
        }
    }

    private Rejected unreachable() {
        return new Rejected(Reason.KEY, "the public key could not be read from " + place + "; send it again later");
    }

    private Kept ask(String path, Instant now) throws IOException {
        Kept known = kept.get(path);
        if (known != null && now.isBefore(known.again())) return known; // another was quicker
        boolean held = known != null && known.key() != null;
        if (!held) count(now);
        Kept found;
        try {
            PublicKey key = fetch(path);
            found = new Kept(key, now, now.plus(key == null ? ABSENT : FRESH));
        } catch (IOException e) {
            if (!held) throw e;
            found = new Kept(known.key(), known.since(), now.plus(PAUSE));
        }
        keep(path, found);
        return found;
    }

    private synchronized void count(Instant now) throws IOException {
        if (!now.isBefore(minute.plus(MINUTE))) {
            minute = now;
            asked = 0;
        }
        if (++asked > MOST_IN_A_MINUTE) throw new IOException("too many keys in a minute");
    }

    /** In the place of the oldest where there are too many; of one that does not exist before one that does. */
    private synchronized void keep(String path, Kept found) {
        kept.put(path, found);
        if (kept.size() <= MOST_KEPT) return;
        kept.entrySet().stream()
                .min(Comparator.<Map.Entry<String, Kept>, Boolean>comparing(
                                each -> each.getValue().key() != null)
                        .thenComparing(each -> each.getValue().since()))
                .ifPresent(oldest -> kept.remove(oldest.getKey()));
    }

    private PublicKey fetch(String path) throws IOException {
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
