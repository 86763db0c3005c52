package io.serai.connect.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.TestSystems;
import io.serai.connect.VendorDouble;
import io.serai.connect.hook.Rejected.Reason;
import io.serai.message.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adobe I/O Events: who signed a request, whom it is for, and what it tells. */
class AdobeHookTest {
    private static final String FIRST = "/prod/keys/pub-key-lyTiz3gQe4.pem";
    private static final String SECOND = "/prod/keys/pub-key-kruhWwu4Or.pem";

    /** Of the tests of Adobe's own client for Java: its payload, its two public keys and their signatures. */
    private static final String VECTOR =
            "{\"eventid\":\"eventId1\",\"event\":{\"hello\":\"world\"},\"recipientclientid\":\"client_id1\"}";

    private static final String VECTOR_KEY_1 = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwwFivc/m/4JRjhSvzap/"
            + "Q99qm9aqefy5kW7X61XCfzfYHxOWyLx+9IQqs+Z5ygUaKIIDcwgwBCmL2vOWTv2d"
            + "NRAIaPWlN+kB3daf8hQTVrt3tAS9Rd6m9pIhFziQad+OnFnSq9+YjtnBP4JXsy0C"
            + "FwVXf2667N4j8IG9HBpJDR8olXl6EApu3P6LFKBiwbU7aep6JkafL0Tc8IeBKTPk"
            + "u7BxBJWbNxlBcwetvh+sNiqlsfcHF0o6N5xDecbajH0RXWHEO3NpyU4H2YlNb8IV"
            + "uOosiEQ+DT8eALEOTWcADH5UXCPlTXR6+cgoWp4Gbgt29c5cvWZd9q/0rRtAr27SewIDAQAB";
    private static final String VECTOR_KEY_2 = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAshVvy/d7VXOQc04MBY+l"
            + "hc8ihYCprpuCMUv4cnCrOouBDR1FBP0gajAN0eFlmVOgMYeE6j6l59oGqTbAE2Ls"
            + "hG9iKEqKh1qGhrOqh7VQc2z1fT2BhlL1nH/1uV4Io3EEc3cSwK/pSwl6Rdag3Twm"
            + "g22/R2e57Y8bFhZoOOBnn9EIUH+MChZZR5tVXnsyphg35sL0WSneh0UEopuluvck"
            + "jZ1OV4YxIh6Ce1NMHzF2ewiiDmMC6hT+Xf64naexWpnrq9vRqJy0yzJrLeGekdV+"
            + "3N8H52SB5+eumY3EKanaEPOkRqfaa4XhwqNC6x6qt0YpC9pgtQmvddqGMhHgyWhrhwIDAQAB";
    private static final String VECTOR_SIGNATURE_1 =
            "i7qHaTn6x7vLxEHE74hJaFfnsV8yaz/IPucUliqF2JO/60SI1d2YeEb+hU1KJIBI3Cfyz/Ou9UvVfhQLC+Pa6wV8efKAV+yl7Qca7SqyoP9FrA7esZnzCCJKaf+M4IS2QMndU9xbqPL8tSk/W0hau6YZsw8Ubkqtt5lwbQ58Z+zUetpb+XcoIhBc6NsDmgUP32dsoJ6R/Tu5Ukqi8BBQ7kucDl6bmH00sDeOz8dXCVZvSsuvd7ACbgOIMRhZkQF878ffJ+O+PF0WJXO20xOHztnW86GA/l1ZtVDQhwSYGmBQg45LnuRy9GcfT+sMwlYQEyH/e26bZL76Amxw46nYdQ==";
    private static final String VECTOR_SIGNATURE_2 =
            "fqwUxrESvWBzt/i7BcGWfovS7tAQB8AikemXOJZYNyTaZKbU/7eL2TfEKbOTdjy+m2wuVhLB0YU+FNyfo8+CFwkG6dJ+uUDM5pWrIBgxeDX9ns/cXPGvzNFLJT5g8t9S2GMV+t9DebbFcbkCSMCp5KomMyKGa/w6/LY4kZmpcMd4mDvdWf4sol4rzetjO0wlrrJqshnEsNiP+8qtKg9umii794smNE2F9e8GZvOwxqvIzHaJ03aI3NwhgW4Of+f9s2dHeJJP2AlgH1kH+FbYM9u+/t6aFAS1BttRGW5zWwQsV349L3Efx5oWWqZ0wMs781AZuSHXAjK7TiJACoiIDg==";

    private static KeyPair one;
    private static KeyPair two;

    private final Map<String, String> served = new ConcurrentHashMap<>();
    private volatile int failing;
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>();
    private final VendorDouble adobe = new VendorDouble(request -> {
        Runnable first = meanwhile.getAndSet(null);
        if (first != null) first.run();
        if (failing > 0) return new VendorDouble.Answer(failing, "<html/>", Map.of());
        String key = served.get(request.uri().getPath());
        return new VendorDouble.Answer(key == null ? 404 : 200, key == null ? "" : key, Map.of());
    });
    private final MovingClock clock = new MovingClock();
    private final AdobeSignature signature = new AdobeSignature(new AdobeKeys(URI.create(adobe.url()), clock));

    @BeforeAll
    static void keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        one = generator.generateKeyPair();
        two = generator.generateKeyPair();
    }

    @AfterEach
    void stop() {
        adobe.close();
    }

    @Test
    void theVectorsOfAdobesOwnClientAreAcceptedByEitherOfTheirSignatures() {
        served.put("/junit/pub-key-1.pem", pem(VECTOR_KEY_1));
        served.put("/junit/pub-key-2.pem", pem(VECTOR_KEY_2));

        assertThatNoException()
                .isThrownBy(() -> signature.check(hook(
                        VECTOR,
                        VECTOR_SIGNATURE_1,
                        "/junit/pub-key-1.pem",
                        VECTOR_SIGNATURE_2,
                        "/junit/pub-key-2.pem")));
        assertThatNoException()
                .isThrownBy(() -> signature.check(
                        hook(VECTOR, "AAAA", "/junit/pub-key-1.pem", VECTOR_SIGNATURE_2, "/junit/pub-key-2.pem")));
        assertThatNoException()
                .isThrownBy(() -> signature.check(
                        hook(VECTOR, VECTOR_SIGNATURE_1, "/junit/pub-key-1.pem", null, "/junit/pub-key-2.pem")));
        refused(
                hook(
                        VECTOR + " ",
                        VECTOR_SIGNATURE_1,
                        "/junit/pub-key-1.pem",
                        VECTOR_SIGNATURE_2,
                        "/junit/pub-key-2.pem"),
                Reason.SIGNATURE);
        refused(
                hook(VECTOR, VECTOR_SIGNATURE_1, "/junit/pub-key-2.pem", VECTOR_SIGNATURE_2, "/junit/pub-key-1.pem"),
                Reason.SIGNATURE);
    }

    @Test
    void aKeyIsFetchedOnceAndAgainAfterHalfADay() throws Exception {
        served.put(FIRST, pem(one));
        for (int i = 0; i < 5; i++) signature.check(signed("{}"));
        assertThat(adobe.requests()).hasSize(1);
        clock.pass(Duration.ofHours(13));
        signature.check(signed("{}"));
        assertThat(adobe.requests()).hasSize(2);
        served.put(FIRST, pem(two)); // not asked for again before its time
        signature.check(signed("{}"));
    }

    @Test
    void aKnownKeyIsGoodForADayWhileAdobeCannotBeReachedAndNoLonger() throws Exception {
        served.put(FIRST, pem(one));
        signature.check(signed("{}"));
        failing = 503;
        clock.pass(Duration.ofHours(20));
        assertThatNoException().isThrownBy(() -> signature.check(signed("{}")));
        clock.pass(Duration.ofHours(4));
        refused(signed("{}"), Reason.KEY);
    }

    @Test
    void whoeverCannotBeCheckedIsAskedToComeAgainAndWhoeverNamesNoKeyIsRefused() {
        failing = 500;
        refused(signed("{}"), Reason.KEY);
        failing = 0;
        served.put(FIRST, pem(one));
        assertThatNoException().isThrownBy(() -> signature.check(signed("{}")));
        refused(hook("{}", sign(one, "{}"), "/prod/keys/none.pem", null, null), Reason.SIGNATURE);
        refused(new Hook("m", "POST", "", Map.of(), bytes("{}")), Reason.SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example.com/key.pem",
                "//evil.example.com/key.pem",
                "/../key.pem",
                "/prod/..%2fkey.pem",
                "/a@evil.example.com/key.pem",
                "/key.pem?x=1",
                "/key",
                "key.pem",
                ""
            })
    void aPathThatIsNoneOfAdobesIsNotAskedFor(String path) {
        refused(hook("{}", sign(one, "{}"), path, sign(one, "{}"), path), Reason.SIGNATURE);

        assertThat(adobe.requests()).isEmpty();
    }

    @Test
    void fewKeysAreAskedForInAMinuteHoweverManyAreNamed() {
        served.put(FIRST, pem(one));
        assertThatNoException().isThrownBy(() -> signature.check(signed("{}")));
        for (int i = 0; i < 50; i++) {
            Hook forged = hook("{}", "AAAA", "/prod/keys/" + i + ".pem", null, null);
            assertThatExceptionOfType(Rejected.class).isThrownBy(() -> signature.check(forged));
        }

        assertThat(adobe.requests()).hasSizeLessThanOrEqualTo(20);
        assertThatNoException().isThrownBy(() -> signature.check(signed("{}")));
    }

    @Test
    void aKnownKeyIsFetchedAgainHoweverManyOthersAreNamed() throws Exception {
        served.put(FIRST, pem(one));
        signature.check(signed("{}"));
        clock.pass(Duration.ofHours(13));
        for (int i = 0; i < 50; i++) {
            Hook forged = hook("{}", "AAAA", "/prod/keys/" + i + ".pem", null, null);
            assertThatExceptionOfType(Rejected.class).isThrownBy(() -> signature.check(forged));
        }
        signature.check(signed("{}"));
        assertThat(adobe.requests(FIRST)).hasSize(2);

        clock.pass(Duration.ofHours(11)); // a day after the first time
        failing = 503;
        assertThatNoException().isThrownBy(() -> signature.check(signed("{}")));
    }

    @Test
    void whileAKeyIsFetchedThoseThatAreHeldAreUsed() throws Exception {
        served.put(FIRST, pem(one));
        served.put(SECOND, pem(two));
        signature.check(signed("{}"));

        meanwhile.set(() -> assertThatNoException().isThrownBy(() -> signature.check(signed("{}"))));
        signature.check(hook("{}", sign(two, "{}"), SECOND, null, null));

        clock.pass(Duration.ofHours(13));
        meanwhile.set(() -> assertThatNoException().isThrownBy(() -> signature.check(signed("{}"))));
        signature.check(signed("{}"));
        assertThat(adobe.requests(FIRST)).hasSize(2);
    }

    @Test
    void aKeyThatCannotBeFetchedAgainIsNotAskedForWithEachEvent() throws Exception {
        served.put(FIRST, pem(one));
        signature.check(signed("{}"));
        failing = 503;
        clock.pass(Duration.ofHours(13));
        for (int i = 0; i < 5; i++) signature.check(signed("{}"));
        assertThat(adobe.requests(FIRST)).hasSize(2);

        failing = 0;
        clock.pass(Duration.ofMinutes(1));
        signature.check(signed("{}"));
        assertThat(adobe.requests(FIRST)).hasSize(3);
    }

    @Test
    void whoeverDoesNotNameTheClientHasNoKeyFetched() throws Exception {
        served.put(FIRST, pem(one));
        HookVerifier verifier = verifier();
        for (int i = 0; i < 50; i++) {
            Hook forged = hook(
                    "{\"recipientclientid\":\"client-2\"}",
                    "AAAA",
                    "/prod/keys/pub-key-" + i + ".pem",
                    "AAAA",
                    "/prod/keys/" + i + ".pem");
            assertThatExceptionOfType(Rejected.class)
                    .isThrownBy(() -> verifier.verify(forged))
                    .satisfies(rejected -> assertThat(rejected.reason()).isEqualTo(Reason.SIGNATURE));
        }
        assertThat(adobe.requests()).isEmpty();

        String body = cloudEvent("com.adobe.commerce.observer.customer_save_commit_after", "{\"entity_id\":\"42\"}");
        assertThat(verifier.verify(signed(body)).events()).hasSize(1);
    }

    @Test
    void whatIsForAnotherClientIsRefusedAlthoughAdobeSignedIt() throws Exception {
        AdobeRecipient mine = new AdobeRecipient("client-1", new AdobePayload());
        String event =
                "{\"type\":\"observer.rma_save_commit_after\",\"id\":\"e1\",%s\"data\":{\"value\":{\"entity_id\":3}}}";

        assertThat(mine.read(plain(event.formatted("\"recipientclientid\":\"client-1\","))))
                .hasSize(1);
        assertThat(mine.read(plain("[" + event.formatted("\"recipient_client_id\":\"client-1\",") + "]")))
                .hasSize(1);
        for (String other : List.of(
                "",
                "\"recipientclientid\":\"client-2\",",
                "\"recipientclientid\":\"client-2\",\"recipient_client_id\":\"client-1\","))
            assertThatExceptionOfType(Rejected.class)
                    .isThrownBy(() -> mine.read(plain(event.formatted(other))))
                    .satisfies(rejected -> assertThat(rejected.reason()).isEqualTo(Reason.SIGNATURE));
        assertThatExceptionOfType(Rejected.class)
                .isThrownBy(() -> mine.read(plain("[" + event.formatted("\"recipientclientid\":\"client-1\",") + ","
                        + event.formatted("\"recipientclientid\":\"client-2\",") + "]")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "com.adobe.commerce.observer.customer_save_commit_after|{\"entity_id\":\"42\"}|customer|42",
                "observer.customer_save_commit_after|{\"id\":42}|customer|42",
                "com.adobe.commerce.observer.customer_address_save_commit_after|{\"entity_id\":7,\"customer_id\":42}|customer|42",
                "com.adobe.commerce.observer.newsletter_subscriber_save_commit_after|{\"subscriber_id\":1,\"customer_id\":\"42\"}|customer|42",
                "com.adobe.commerce.observer.sales_order_save_commit_after|{\"entity_id\":451,\"customer_id\":42}|order|451",
                "com.adobe.commerce.observer.checkout_submit_all_after|{\"order\":{\"entity_id\":451}}|order|451",
                "com.adobe.commerce.observer.sales_order_creditmemo_save_after|{\"entity_id\":9,\"order_id\":451}|order|451",
                "com.adobe.commerce.observer.sales_order_status_history_save_after|{\"entity_id\":9,\"parent_id\":451}|order|451",
                "com.adobe.commerce.plugin.magento.sales.api.order_management.place|{\"entity_id\":451}|order|451",
                "com.adobe.commerce.observer.rma_save_commit_after|{\"entity_id\":3,\"order_id\":451}|return|3",
                "com.adobe.commerce.observer.sales_quote_save_after|{\"entity_id\":12}|cart|12",
                "com.adobe.commerce.observer.catalog_product_save_commit_after|{\"entity_id\":5,\"sku\":\"MUG-1\"}|product|MUG-1"
            })
    void anEventSaysWhatToRead(String type, String value, String entity, String id) throws Exception {
        Event event = read(cloudEvent(type, value)).get(0);

        assertThat(event)
                .extracting(Event::entity, Event::externalId, Event::key, Event::at)
                .containsExactly("event", entity + ":" + id, "e-1", Instant.parse("2026-11-20T10:15:31Z"));
        assertThat(event.data()).isEqualTo(json("{\"entity\":\"" + entity + "\",\"id\":\"" + id + "\"}"));
    }

    @Test
    void aDeletedCustomerIsToldAsSuch() throws Exception {
        Event event = read(cloudEvent(
                        "com.adobe.commerce.observer.customer_delete_commit_after",
                        "{\"entity_id\":\"42\",\"email\":\"anna@example.com\"}"))
                .get(0);

        assertThat(event.entity()).isEqualTo("customer.deleted");
        assertThat(event.data()).isEqualTo(json("{\"id\":\"42\"}"));
    }

    @Test
    void aBatchIsSeveralEventsAndWhatNoFlowFollowsIsNone() throws Exception {
        List<Event> events = read("[" + cloudEvent("observer.customer_save_commit_after", "{\"entity_id\":1}") + ","
                + cloudEvent("observer.catalog_category_save_after", "{\"entity_id\":1}") + ","
                + cloudEvent("observer.newsletter_subscriber_save_commit_after", "{\"customer_id\":0}") + ","
                + "{\"event_id\":\"old-1\",\"event\":{\"type\":\"com.adobe.commerce.observer.sales_order_save_commit_after\","
                + "\"data\":{\"value\":{\"entity_id\":2}}}}]");

        assertThat(events)
                .extracting(Event::externalId, Event::key)
                .containsExactly(tuple("customer:1", "e-1"), tuple("order:2", "old-1"));
    }

    @Test
    void anEventWithoutTheFieldThatSaysWhatItIsAboutIsRefusedWithTheFieldsName() {
        assertThatExceptionOfType(Rejected.class)
                .isThrownBy(
                        () -> read(cloudEvent("observer.customer_save_commit_after", "{\"email\":\"a@example.com\"}")))
                .satisfies(rejected -> {
                    assertThat(rejected.reason()).isEqualTo(Reason.EVENT);
                    assertThat(rejected).hasMessageContaining("entity_id").hasMessageNotContaining("example.com");
                });
    }

    @Test
    void aSystemOfThisSchemeNeedsNoSecretButAClientId() {
        String[] options = {
            "magento-pl.kind", "magento",
            "magento-pl.url", "http://localhost",
            "magento-pl.auth", "bearer",
            "magento-pl.token", "t",
            "magento-pl.webhook.scheme", "adobe-io"
        };
        assertThat(TestSystems.of(options).problems()).anyMatch(problem -> problem.contains("webhook.client-id"));
    }

    @Test
    void aSignedEventPassesTheWholeWay() throws Exception {
        served.put(FIRST, pem(one));
        HookVerifier verifier = verifier();
        String body = cloudEvent("com.adobe.commerce.observer.customer_save_commit_after", "{\"entity_id\":\"42\"}");
        Hook good = signed(body);

        assertThat(verifier.verify(good).events()).extracting(Event::externalId).containsExactly("customer:42");
        assertThatExceptionOfType(Rejected.class)
                .isThrownBy(() -> verifier.verify(signed(body.replace("client-1", "client-2"))));
        assertThatExceptionOfType(Rejected.class)
                .isThrownBy(() -> verifier.verify(new Hook(
                        good.system(), good.method(), good.url(), good.headers(), bytes(body.replace("42", "43")))));
    }

    private HookVerifier verifier() {
        return new HookVerifier(
                TestSystems.of(
                        "magento-pl.kind", "magento",
                        "magento-pl.url", "http://localhost",
                        "magento-pl.auth", "bearer",
                        "magento-pl.token", "t",
                        "magento-pl.webhook.scheme", "adobe-io",
                        "magento-pl.webhook.client-id", "client-1",
                        "magento-pl.webhook.keys-url", adobe.url()),
                TestSystems.hooks(),
                clock);
    }

    private static String cloudEvent(String type, String value) {
        return "{\"specversion\":\"1.0\",\"id\":\"e-1\",\"source\":\"urn:uuid:1\",\"type\":\"" + type
                + "\",\"datacontenttype\":\"application/json\",\"time\":\"2026-11-20T10:15:31Z\",\"eventid\":\"x-1\","
                + "\"recipientclientid\":\"client-1\",\"data\":{\"key\":\"k\",\"value\":" + value
                + ",\"source\":\"abc.staging\",\"_metadata\":{\"commerceEdition\":\"Adobe Commerce\",\"storeId\":\"1\"}}}";
    }

    private static List<Event> read(String body) throws Rejected {
        return new AdobePayload().read(plain(body));
    }

    private static Hook plain(String body) {
        return new Hook("magento-pl", "POST", "", Map.of(), bytes(body));
    }

    /** By the first of the two pairs, and with a second one that is not served. */
    private static Hook signed(String body) {
        return hook(body, sign(one, body), FIRST, sign(two, body), SECOND);
    }

    private static Hook hook(String body, String signature1, String path1, String signature2, String path2) {
        Map<String, Object> headers = new HashMap<>();
        headers.put("x-adobe-digital-signature-1", signature1);
        headers.put("x-adobe-public-key1-path", path1);
        headers.put("x-adobe-digital-signature-2", signature2);
        headers.put("x-adobe-public-key2-path", path2);
        return new Hook("magento-pl", "POST", "", headers, bytes(body));
    }

    private static String sign(KeyPair pair, String body) {
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initSign(pair.getPrivate());
            rsa.update(bytes(body));
            return Base64.getEncoder().encodeToString(rsa.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(KeyPair pair) {
        return pem(Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded()));
    }

    private static String pem(String base64) {
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }

    private void refused(Hook hook, Reason reason) {
        assertThatExceptionOfType(Rejected.class)
                .isThrownBy(() -> signature.check(hook))
                .satisfies(rejected -> assertThat(rejected.reason()).isEqualTo(reason));
    }

    private static JsonNode json(String text) {
        return Json.read(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Stands still until it is told. */
    private static final class MovingClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
