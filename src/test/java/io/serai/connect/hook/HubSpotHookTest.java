package io.serai.connect.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.serai.connect.Secret;
import io.serai.connect.hook.Rejected.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signature version 3 and the arrays of events of HubSpot. */
class HubSpotHookTest {
    private static final String SECRET = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";
    private static final String URL = "https://www.example.com/webhook_uri";
    private static final String BODY = "{'example_field':'example_value'}";

    /** As HubSpot's own clients for Python and Ruby have them in their tests. */
    @ParameterizedTest
    @CsvSource({
        "1693657560000,K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=",
        "1700000300000,RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw="
    })
    void theVectorsOfHubSpotsOwnClientsAreAccepted(long time, String signature) {
        assertThatNoException().isThrownBy(() -> at(time).check(hook(URL, time, signature, BODY)));
        assertThatNoException().isThrownBy(() -> at(time + 300_000).check(hook(URL, time, signature, BODY)));
        assertThatNoException().isThrownBy(() -> at(time - 300_000).check(hook(URL, time, signature, BODY)));
    }

    @Test
    void whatIsOlderThanFiveMinutesOrFromTheFutureIsRefused() {
        long time = 1693657560000L;
        Hook hook = hook(URL, time, "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=", BODY);

        refused(at(time + 300_001), hook, Reason.AGE);
        refused(at(time - 300_001), hook, Reason.AGE);
    }

    @Test
    void anyOtherUrlBodyOrTimeHasAnotherSignature() {
        long time = 1693657560000L;
        String good = "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=";

        refused(at(time), hook("http://www.example.com/webhook_uri", time, good, BODY), Reason.SIGNATURE);
        refused(at(time), hook(URL + "/", time, good, BODY), Reason.SIGNATURE);
        refused(at(time), hook(URL, time, good, BODY + " "), Reason.SIGNATURE);
        refused(at(time), hook(URL, time + 1, good, BODY), Reason.SIGNATURE);
        refused(at(time), hook(URL, time, "", BODY), Reason.SIGNATURE);
        refused(at(time), new Hook("hubspot", "POST", URL, Map.of(), bytes(BODY)), Reason.SIGNATURE);
        refused(
                at(time),
                new Hook("hubspot", "POST", URL, Map.of("X-HubSpot-Signature-v3", good), bytes(BODY)),
                Reason.HEADERS);
        refused(at(time), hook(URL, "soon", good, BODY), Reason.HEADERS);
    }

    @Test
    void ofTheEncodedCharactersOfAUrlTwelveAreSignedAsTheyAre() {
        assertThat(HubSpotSignature.plain(
                        "https://x.example.com/a%3Ab%2fc?d=%40e%20f%26g%3D%21%24%27%28%29%2A%2C%3B%3F%"))
                .isEqualTo("https://x.example.com/a:b/c?d=@e%20f%26g%3D!$'()*,;?%");
        assertThat(HubSpotSignature.plain(URL)).isSameAs(URL);
    }

    @Test
    void everyEventOfAnArrayIsAMessageAndWhatNoFlowFollowsIsNone() throws Rejected {
        List<Event> events = read("""
                [ {"eventId":100,"portalId":33,"occurredAt":1700000000000,"subscriptionType":"contact.propertyChange",
                   "objectId":512,"propertyName":"email","propertyValue":"anna@example.com","changeSource":"CRM_UI"},
                  {"eventId":101,"portalId":33,"occurredAt":1700000000001,"subscriptionType":"object.creation","objectTypeId":"0-2","objectId":77},
                  {"eventId":102,"portalId":33,"occurredAt":1700000000002,"subscriptionType":"contact.merge","primaryObjectId":512,
                   "mergedObjectIds":[513],"newObjectId":600,"objectId":512},
                  {"eventId":103,"portalId":33,"occurredAt":1700000000003,"subscriptionType":"contact.deletion","objectId":514},
                  {"eventId":104,"portalId":33,"occurredAt":1700000000004,"subscriptionType":"contact.privacyDeletion","objectId":515},
                  {"eventId":105,"portalId":33,"occurredAt":1700000000005,"subscriptionType":"contact.associationChange","fromObjectId":516,"toObjectId":77},
                  {"eventId":106,"portalId":33,"occurredAt":1700000000006,"subscriptionType":"ticket.creation","objectId":1},
                  {"eventId":110,"portalId":33,"occurredAt":1700000000010,"subscriptionType":"object.deletion","objectTypeId":"0-5","objectId":2},
                  {"eventId":111,"portalId":33,"occurredAt":1700000000011,"subscriptionType":"deal.creation","objectId":1},
                  {"eventId":107,"portalId":33,"occurredAt":1700000000007,"subscriptionType":"conversation.newMessage","objectId":1},
                  {"eventId":108,"portalId":33,"occurredAt":1700000000008,"subscriptionType":"object.creation","objectTypeId":"2-17","objectId":1},
                  {"eventId":109,"subscriptionType":"contact.creation"}, 7, null ]""");

        assertThat(events)
                .extracting(Event::entity, Event::externalId)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("contact.changed", "512"),
                        org.assertj.core.groups.Tuple.tuple("company.changed", "77"),
                        org.assertj.core.groups.Tuple.tuple("contact.merged", "600"),
                        org.assertj.core.groups.Tuple.tuple("contact.deleted", "514"),
                        org.assertj.core.groups.Tuple.tuple("contact.forgotten", "515"),
                        org.assertj.core.groups.Tuple.tuple("contact.changed", "516"),
                        org.assertj.core.groups.Tuple.tuple("ticket.changed", "1"),
                        org.assertj.core.groups.Tuple.tuple("ticket.deleted", "2"));
        assertThat(events.get(0).key()).isEqualTo("33:contact.propertyChange:512:100:1700000000000");
        assertThat(events.get(0).at()).isEqualTo(Instant.ofEpochMilli(1700000000000L));
        assertThat(events)
                .allSatisfy(event -> assertThat(event.data().toString()).doesNotContain("anna"));
        assertThat(events).extracting(Event::key).doesNotHaveDuplicates();
    }

    @Test
    void anEventIsKnownAgainByItsKeyHoweverOftenItIsTried() throws Rejected {
        String event =
                "[{\"eventId\":1,\"portalId\":3,\"occurredAt\":5,\"subscriptionType\":\"contact.creation\",\"objectId\":9,\"attemptNumber\":%d}]";

        assertThat(read(event.formatted(0)).get(0).key())
                .isEqualTo(read(event.formatted(1)).get(0).key());
    }

    @Test
    void aBodyThatIsNoJsonIsRefused() {
        assertThatExceptionOfType(Rejected.class)
                .isThrownBy(() -> read("[{\"eventId\":1"))
                .satisfies(rejected -> assertThat(rejected.reason()).isEqualTo(Reason.JSON));
    }

    private static List<Event> read(String body) throws Rejected {
        return new HubSpotPayload().read(new Hook("hubspot", "POST", URL, Map.of(), bytes(body)));
    }

    private static HubSpotSignature at(long now) {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(now), ZoneOffset.UTC);
        return new HubSpotSignature(Hmac.of(List.of(new Secret(SECRET))), new Freshness(clock, Duration.ofMinutes(5)));
    }

    private static Hook hook(String url, Object time, String signature, String body) {
        Map<String, Object> headers = new HashMap<>();
        headers.put("X-HubSpot-Signature-v3", signature);
        headers.put("X-HubSpot-Request-Timestamp", time.toString());
        return new Hook("hubspot", "POST", url, headers, bytes(body));
    }

    private static void refused(Signature signature, Hook hook, Reason reason) {
        assertThatExceptionOfType(Rejected.class)
                .isThrownBy(() -> signature.check(hook))
                .satisfies(rejected -> assertThat(rejected.reason()).isEqualTo(reason));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
