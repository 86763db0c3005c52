package io.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeCommandsTest {
    private static final String MESSAGE = """
            {'id': '0198c1f2-7a3b-7abc-9def-0123456789ab', 'received': '2026-11-20T10:15:30.100Z', 'system': 'magento-pl',
             'topic': 'magento.order', 'channel': 'webhook', 'externalId': '000000042', 'bytes': 1234, 'duplicates': 2,
             'lastDuplicate': '2026-11-20T11:00:00Z', 'steps': [
              {'at': '2026-11-20T10:15:30.112Z', 'message': 'm1', 'flow': 'magento-orders', 'revision': 'aaaaaaaaaaaa',
               'attempt': 1, 'outcome': 'completed', 'record': 'rec-7', 'durationMicros': 4000},
              {'at': '2026-11-20T10:15:31.100Z', 'message': 'm2', 'flow': 'orders-to-salesforce', 'revision': 'bbbbbbbbbbbb',
               'attempt': 1, 'outcome': 'parked', 'reason': 'waiting-for-link', 'detail': 'customer is not there yet',
               'durationMicros': 1500000},
              {'at': '2026-11-20T10:18:30.100Z', 'message': 'm2', 'flow': 'orders-to-salesforce', 'revision': 'bbbbbbbbbbbb',
               'attempt': 2, 'outcome': 'delivered', 'target': 'salesforce', 'targetId': 'a01', 'durationMicros': 20000}]}
            """;

    @TempDir
    Path folder;

    private final TimeZone zone = TimeZone.getDefault();
    private RuntimeDouble runtime;

    @BeforeEach
    void start() {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Warsaw"));
        runtime = new RuntimeDouble();
    }

    @AfterEach
    void stop() {
        runtime.close();
        TimeZone.setDefault(zone);
    }

    private Invocation serai(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = runtime.url();
        return Invocation.of(all);
    }

    @Test
    void messagesAreListedInAlignedColumnsWithLocalTimesAndShortIds() {
        runtime.answer("/serai/messages", "{'messages': [" + MESSAGE + "]}");
        Invocation list = serai("messages", "list");
        assertThat(list.exit()).isZero();
        assertThat(list.out()).isEqualToNormalizingNewlines("""
                        RECEIVED             ID            SYSTEM      TOPIC          EXTERNAL ID  BECAME
                        2026-11-20 11:15:30  0123456789ab  magento-pl  magento.order    000000042  1 completed, 1 delivered
                        """);
    }

    @Test
    void filtersArePassedOnAsTheyWereGiven() {
        runtime.answer("/serai/messages", "{'messages': []}");
        Invocation list = serai(
                "messages",
                "list",
                "--system",
                "magento-pl",
                "--topic",
                "magento.order",
                "--external-id",
                "a&b",
                "--outcome",
                "dead",
                "--record",
                "r",
                "--since",
                "15m",
                "--limit",
                "5");
        assertThat(list.exit()).isEqualTo(1);
        assertThat(list.out()).contains("No messages.");
        assertThat(runtime.calls.get(0).request())
                .isEqualTo("GET /serai/messages?system=magento-pl&topic=magento.order&external-id=a%26b"
                        + "&outcome=dead&record=r&since=15m&limit=5");
    }

    @Test
    void theJourneyOfAMessageIsShownStepByStepWithReasons() {
        runtime.answer("/serai/messages/0123456789ab", MESSAGE);
        Invocation show = serai("messages", "show", "0123456789ab");
        assertThat(show.exit()).isZero();
        assertThat(show.out())
                .contains("Received   2026-11-20 11:15:30 from magento-pl by webhook, 1234 bytes")
                .contains("Duplicates 2, last 2026-11-20 12:00:00")
                .contains(
                        "2026-11-20 11:15:30  12 ms  magento-orders          1  completed                 4.0 ms  rec-7")
                .contains("parked: waiting-for-link")
                .contains("    customer is not there yet")
                .contains("3 min  orders-to-salesforce    2  delivered                 20 ms           salesforce a01");
    }

    @Test
    void jsonIsWhatTheRuntimeAnswered() {
        runtime.answer("/serai/messages/0123456789ab", MESSAGE);
        Invocation show = serai("messages", "show", "0123456789ab", "--json");
        assertThat(show.json().path("steps")).hasSize(3);
        assertThat(show.json().path("externalId").asText()).isEqualTo("000000042");
    }

    @Test
    void thePayloadIsPrintedAloneAndOnlyWhenAskedFor() {
        runtime.answer("/serai/messages/m/raw", "{'name': 'Łucja'}");
        assertThat(serai("messages", "show", "m", "--raw").out())
                .isEqualToNormalizingNewlines("{\"name\": \"Łucja\"}\n");
        runtime.answer("/serai/dead/7/raw", "{'key': 7}");
        assertThat(serai("dead", "show", "7", "--raw").json().path("key").asInt())
                .isEqualTo(7);
    }

    @Test
    void deadLettersAreListedAndShownWithWhatToDoNext() {
        String letter = """
                {'number': 12, 'died': '2026-11-20T10:15:30Z', 'topic': 'customer.changed', 'group': 'salesforce',
                 'flow': 'customers-to-salesforce', 'revision': 'aaaaaaaaaaaa', 'attempt': 25, 'reason': 'http-503',
                 'detail': 'the vendor is down', 'message': 'x', 'source': 'magento-pl', 'subject': 'rec-7',
                 'time': '2026-11-20T10:00:00Z', 'correlation': '0198c1f2-7a3b-7abc-9def-0123456789ab'}""";
        runtime.answer("/serai/dead", "{'dead': [" + letter + "]}").answer("/serai/dead/12", letter);
        assertThat(serai("dead", "list").out())
                .contains(
                        "12  2026-11-20 11:15:30  customer.changed  salesforce  magento-pl  rec-7       25  http-503");
        assertThat(serai("dead", "show", "12").out())
                .contains("the vendor is down")
                .contains("serai messages show 0123456789ab")
                .contains("serai dead replay 12");
    }

    @Test
    void aReplayNamesWhoAsksAndTellsHowManyWereReplayed() {
        runtime.answer("/serai/dead/replay", "{'action': 'replay', 'count': 2, 'missing': []}");
        Invocation replay = serai("dead", "replay", "3", "4", "--group", "salesforce");
        assertThat(replay.exit()).isZero();
        assertThat(replay.out()).isEqualToNormalizingNewlines("2 dead letters replayed.\n");
        assertThat(runtime.calls.get(0).body()).isEqualTo("{\"group\":\"salesforce\",\"numbers\":[3,4]}");
        assertThat(runtime.calls.get(0).user()).isEqualTo(System.getProperty("user.name"));
    }

    @Test
    void aDecisionThatFindsNothingOrNotAllEndsWithOne() {
        runtime.answer("/serai/dead/discard", "{'action': 'discard', 'count': 1, 'missing': [9]}");
        Invocation discard = serai("dead", "discard", "8", "9");
        assertThat(discard.exit()).isEqualTo(1);
        assertThat(discard.out()).contains("1 dead letter discarded.").contains("no dead letter 9");
    }

    @Test
    void whatIsToBeDecidedMustBeSaidInSoManyWords() {
        for (String[] wrong : new String[][] {
            {"dead", "replay"}, {"dead", "discard", "--all", "--topic", "t"}, {"dead", "replay", "1", "--all"}
        }) {
            Invocation refused = serai(wrong);
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err()).contains("--all");
        }
        assertThat(runtime.calls).isEmpty();
    }

    @Test
    void flowsAreShownWithRefusedChangesAndWhatWaitsInTheirGroups() {
        String refused =
                "{'file': 'routes/a.camel.yaml', 'ok': false, 'at': '2026-11-20T10:15:30Z', 'from': 'aaaaaaaaaaaa',"
                        + " 'findings': ['routes/a.camel.yaml:3:7: unknown component']}";
        runtime.answer(
                        "/serai/flows",
                        "{'degraded': true, 'flows': [{'route': 'magento-orders', 'status': 'Started', 'file':"
                                + " 'routes/a.camel.yaml', 'revision': 'aaaaaaaaaaaa', 'lastReload': " + refused + "}],"
                                + " 'reloads': [" + refused + "]}")
                .answer(
                        "/serai/bus",
                        "{'at': '2026-11-20T10:15:30Z', 'groups': [{'topic': 'order.changed', 'group': 'salesforce',"
                                + " 'waiting': 1200, 'parked': 3, 'nextDue': '2026-11-20T10:16:00Z', 'dead': 2}, {'topic':"
                                + " 'unread', 'group': '', 'waiting': 1, 'parked': 0, 'dead': 0}]}");
        Invocation flows = serai("flows");
        assertThat(flows.exit()).isEqualTo(1);
        assertThat(flows.out())
                .contains("magento-orders  Started  aaaaaaaaaaaa  routes/a.camel.yaml  2026-11-20 11:15:30 REFUSED")
                .contains("Refused 2026-11-20 11:15:30: routes/a.camel.yaml; aaaaaaaaaaaa runs on")
                .contains("  routes/a.camel.yaml:3:7: unknown component")
                .contains("order.changed  salesforce     1200")
                .contains("unread         (nobody)          1");
        assertThat(serai("flows", "--json").json().path("groups")).hasSize(2);
    }

    @Test
    void theBusIsShownWithWhatWaitsAndWhetherItsGroupsTakeIt() {
        runtime.answer(
                "/serai/bus",
                "{'at': '2026-11-20T10:15:30Z', 'traffic': {'transport': 'rabbitmq', 'connected': false, 'outbox': 17, 'oldest':"
                        + " '" + java.time.Instant.now().minusSeconds(90) + "'},"
                        + " 'groups': [{'topic': 'order.changed', 'group': 'salesforce', 'waiting': 1200, 'parked': 3,"
                        + " 'nextDue': '2026-11-20T10:16:00Z', 'dead': 2, 'state': 'paused', 'pausedSince': '"
                        + java.time.Instant.now().minusSeconds(200) + "'},"
                        + " {'topic': 'unread', 'group': '', 'waiting': 1, 'parked': 0, 'dead': 0, 'state': 'unread'}],"
                        + " 'delayed': [{'topic': 'journey.reminder', 'count': 12, 'nextDue': '2026-11-20T10:16:00Z'}]}");
        Invocation bus = serai("bus");
        assertThat(bus.exit()).isZero();
        assertThat(bus.out())
                .contains("Transport rabbitmq, NOT CONNECTED; 17 in the outbox, the oldest for 1 min")
                .containsPattern("order.changed  salesforce +1200 +3  2026-11-20 11:16:00 +2  paused for 3 min")
                .containsPattern("unread +\\(nobody\\) +1 .* unread")
                .containsPattern("journey.reminder +12  2026-11-20 11:16:00");
        assertThat(serai("bus", "--json").json().path("groups")).hasSize(2);
    }

    @Test
    void aGroupIsRemovedOnlyWhenThatIsSaidTwice() {
        runtime.answer("/serai/bus/drop", "{'topic': 't', 'group': 'g', 'waiting': 5, 'parked': 1, 'dead': 0}");
        Invocation asked = serai("bus", "drop", "t", "g");
        assertThat(asked.exit()).isEqualTo(2);
        assertThat(asked.err()).contains("add --yes");
        assertThat(runtime.calls).isEmpty();
        Invocation drop = serai("bus", "drop", "t", "g", "--yes");
        assertThat(drop.exit()).isZero();
        assertThat(drop.out()).contains("Removed group g of topic t with 5 waiting, 1 parked and 0 dead messages.");
        assertThat(runtime.calls.get(0).body()).isEqualTo("{\"topic\":\"t\",\"group\":\"g\"}");
        runtime.problem("/serai/bus/drop", 409, "a flow reads group g of topic t");
        Invocation refused = serai("bus", "drop", "t", "g", "--yes");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("a flow reads group g");
    }

    @Test
    void aDecisionIsShownInOneLineWithWhoSaidItSinceWhenAndHow() {
        runtime.answer("/serai/records/rec-8", """
                {'id': 'rec-8', 'entity': 'consent', 'version': 2, 'sourceTime': '2026-11-20T10:00:00Z',
                 'data': {'email': 'anna@example.com',
                          'emailMarketing': {'status': 'no', 'at': '2026-11-20T10:00:00Z', 'source': 'newsletter flag'}},
                 'provenance': {'emailMarketing': {'system': 'magento-pl', 'externalId': '42', 'since': '2026-11-20T10:00:00Z'}}}""");
        assertThat(serai("record", "show", "rec-8").out())
                .contains("emailMarketing  magento-pl 42  2026-11-20 11:00:00  no, by newsletter flag");
    }

    @Test
    void aRecordIsShownWithFieldsSourcesLinksAndDeliveries() {
        runtime.answer("/serai/records", """
                {'records': [{'id': 'rec-7', 'entity': 'customer', 'version': 3, 'sourceTime': '2026-11-20T10:00:00Z',
                 'data': {'email': 'anna@example.com', 'address': {'city': 'Gdynia'}, 'tags': ['a'], 'lines': [{'sku': 'x'}]},
                 'provenance': {'email': {'system': 'magento-pl', 'externalId': '42', 'since': '2026-11-20T10:00:00Z'},
                                'address': {'system': 'magento-de', 'externalId': '7', 'since': '2026-11-19T10:00:00Z'}},
                 'aliases': ['rec-5'], 'goneAt': '2026-11-20T11:00:00Z',
                 'extra': [{'target': 'salesforce', 'object': 'Contact', 'externalId': '004'}],
                 'history': [{'at': '2026-11-20T10:00:00Z', 'version': 3, 'what': 'change', 'system': 'magento-pl',
                   'detail': {'changed': ['email'], 'lost': [{'field': 'phone', 'rule': 'human', 'system': 'salesforce', 'id': '003'}]}}],
                 'links': [{'system': 'magento-pl', 'externalId': '42', 'sourceTime': '2026-11-20T10:00:00Z',
                            'goneAt': '2026-11-20T11:00:00Z', 'goneInto': '43'}],
                 'deliveries': [{'target': 'salesforce', 'object': 'Contact', 'state': 'failed', 'version': 2,
                                 'externalId': '003', 'reason': 'http-503', 'attempts': 4, 'at': '2026-11-20T10:01:00Z'}],
 'engagements': {'total': 4, 'points': 25, 'counts': {'clicked': 3, 'ordered': 1}, 'last': {'at':
                  '2026-11-20T10:02:00Z', 'type': 'clicked', 'system': 'omnisend', 'campaign': 'spring', 'points': 5}},
                 'conflicts': {'email': 'rec-9'}}]}""");
        Invocation show = serai("record", "show", "--match", "email=anna@example.com");
        assertThat(show.exit()).isZero();
        assertThat(runtime.calls.get(0).request()).isEqualTo("GET /serai/records?match=email%3Aanna%40example.com");
        assertThat(show.out())
                .contains("customer, version 3")
                .contains("address.city  magento-de 7   2026-11-19 11:00:00  Gdynia")
                .contains("email         magento-pl 42  2026-11-20 11:00:00  anna@example.com")
                .contains("lines[0].sku")
                .contains("salesforce  Contact  failed")
                .contains("http-503")
                .contains("Also     rec-5")
                .contains("Gone     2026-11-20 12:00:00")
                .contains("2026-11-20 12:00:00 into 43")
                .contains("Too many: salesforce Contact 004")
                .contains("changed email")
                .contains("dropped phone: a person changed it in salesforce 003")
                .contains(
                        "Engaged  3 clicked, 1 ordered; 25 points; last clicked 2026-11-20 11:02:00 in omnisend, campaign spring")
                .contains("Conflict: its email also leads to record rec-9");
    }

    @Test
    void theHistoryOfARecordTellsWhatWasDroppedAndWhichRecordsBecameOne() {
        runtime.answer("/serai/records/rec-7", """
                {'id': 'rec-7', 'history': [
                 {'at': '2026-11-20T10:03:00Z', 'version': 5, 'what': 'merge', 'detail': {'merged': 'rec-5', 'who': 'eva',
                  'reason': 'she called', 'extra': [{'target': 'salesforce', 'object': 'Contact', 'id': '004'}]}},
                 {'at': '2026-11-20T10:02:00Z', 'version': 4, 'what': 'removal', 'system': 'hubspot', 'detail': {'id': '7', 'into': '8'}},
                 {'at': '2026-11-20T10:01:00Z', 'version': 3, 'what': 'change', 'system': 'magento-pl', 'detail':
                  {'lost': [{'field': 'score', 'rule': 'owner'}, {'field': 'name', 'rule': 'order', 'system': 'crm', 'id': '1'},
                   {'field': 'phone', 'rule': 'latest', 'system': 'crm', 'id': '1'}]}},
                 {'at': '2026-11-20T10:00:00Z', 'version': 1, 'what': 'change', 'system': 'crm', 'detail': {'created': true}}]}""");
        Invocation history = serai("record", "history", "rec-7");
        assertThat(history.exit()).isZero();
        assertThat(history.out())
                .contains("merged with rec-5 by eva: she called; too many now: salesforce Contact 004")
                .contains("7 became 8 there")
                .contains("changed nothing")
                .contains("dropped score: the system may not write it")
                .contains("dropped name: crm 1 comes first")
                .contains("dropped phone: crm 1 changed it later")
                .contains("created");
        assertThat(serai("record", "history", "rec-7", "--json")
                        .json()
                        .path("records")
                        .get(0)
                        .path("history"))
                .hasSize(4);
    }

    @Test
    void duplicatesAreListedAndMadeOne() {
        runtime.answer("/serai/records/duplicates", """
                {'entities': ['customer'], 'duplicates': [{'entity': 'customer', 'by': ['lastName', 'address.postcode'],
                 'record': 'rec-1', 'links': ['magento-pl:1', 'a:2', 'b:3', 'c:4'], 'other': 'rec-2', 'otherLinks': ['hubspot:7']}]}""");
        Invocation list = serai("record", "duplicates", "--entity", "customer", "--limit", "5");
        assertThat(list.exit()).isZero();
        assertThat(runtime.calls.get(0).request()).isEqualTo("GET /serai/records/duplicates?entity=customer&limit=5");
        assertThat(list.out())
                .contains(
                        "customer  lastName, address.postcode  rec-1   magento-pl:1, a:2, b:3, ...  rec-2  hubspot:7");
        runtime.answer("/serai/records/duplicates", "{'entities': [], 'duplicates': []}");
        assertThat(serai("record", "duplicates").exit()).isEqualTo(1);

        assertThat(serai("record", "unite", "rec-1", "rec-2").exit()).isEqualTo(2);
        runtime.answer("/serai/records/unite", "{'record': 'rec-1', 'merged': 'rec-2', 'version': 4}");
        Invocation unite = serai("record", "unite", "rec-1", "rec-2", "--reason", "she called");
        assertThat(unite.exit()).isZero();
        assertThat(unite.out()).contains("Record rec-1 is both now, version 4; rec-2 leads to it.");
        assertThat(runtime.calls.get(runtime.calls.size() - 1).body())
                .isEqualTo("{\"record\":\"rec-1\",\"other\":\"rec-2\",\"reason\":\"she called\"}");
        runtime.problem("/serai/records/unite", 409, "they are one record already");
        Invocation refused = serai("record", "unite", "rec-1", "rec-2", "--reason", "again");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("they are one record already");
    }

    @Test
    void whatACustomerDidIsListedNewestFirst() {
        runtime.answer("/serai/records", "{'records': [{'id': 'rec-7'}]}");
        runtime.answer("/serai/records/rec-7/engagements", """
                {'record': 'rec-7', 'engagements': [
                 {'at': '2026-11-20T10:02:00Z', 'type': 'clicked', 'system': 'omnisend', 'campaign': 'spring', 'points': 5},
                 {'at': '2026-11-20T10:00:00Z', 'type': 'ordered', 'system': 'magento-pl', 'points': 20,
                  'detail': {'number': '000000015'}}]}""");
        Invocation facts = serai("record", "engagements", "--match", "email=anna@example.com");
        assertThat(facts.exit()).isZero();
        assertThat(facts.out())
                .contains("2026-11-20 11:02:00  clicked  omnisend    spring         5")
                .contains("ordered  magento-pl                20  {\"number\":\"000000015\"}");
        runtime.answer("/serai/records/rec-7/engagements", "{'record': 'rec-7', 'engagements': []}");
        Invocation none = serai("record", "engagements", "--match", "email=anna@example.com");
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.out()).contains("Nothing is known of it.");
    }

    @Test
    void aRecordIsNamedInOneWayOnly() {
        assertThat(serai("record", "show").exit()).isEqualTo(2);
        assertThat(serai("record", "show", "r", "--match", "email=a").exit()).isEqualTo(2);
        assertThat(serai("record", "show", "--system", "magento-pl").exit()).isEqualTo(2);
        runtime.answer("/serai/records", "{'records': []}");
        assertThat(serai("record", "show", "--system", "magento-pl", "--id", "42")
                        .exit())
                .isEqualTo(1);
        assertThat(runtime.calls.get(0).request()).isEqualTo("GET /serai/records?system=magento-pl&id=42");
    }

    @Test
    void whatTheRuntimeRefusesOrDoesNotKnowIsToldInItsWords() {
        runtime.problem("/serai/messages", 400, "since: expected a duration")
                .problem("/serai/dead/5", 404, "not there");
        Invocation refused = serai("messages", "list", "--since", "x");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).isEqualToNormalizingNewlines("serai: since: expected a duration\n");
        Invocation missing = serai("dead", "show", "5");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).contains("not there");
        assertThat(missing.out()).isEmpty();
    }

    @Test
    void aRuntimeThatIsNotThereOrIsAnotherServerIsToldWithWhatToDo() {
        Invocation nobody = Invocation.of("dead", "list", "--url", "http://localhost:1");
        assertThat(nobody.exit()).isEqualTo(3);
        assertThat(nobody.err())
                .contains("nothing answers at http://localhost:1")
                .contains("serai run")
                .contains("SERAI_URL")
                .doesNotContain("Exception");
        runtime.answer("/serai/dead", 200, "text/html", "<html>");
        assertThat(serai("dead", "list").exit()).isEqualTo(3);
        runtime.problem("/serai/dead", 503, "the store did not answer");
        assertThat(serai("dead", "list").err()).contains("the store did not answer");
        assertThat(Invocation.of("dead", "list", "--url", "localhost:9000").exit())
                .isEqualTo(2);
    }

    @Test
    void theTokenIsSentAndItsAbsenceIsToldWithTheNameOfItsSetting() {
        runtime.problem("/serai/dead", 401, "expected a token");
        Invocation refused = serai("dead", "list", "--token", "s3cret");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("SERAI_CONSOLE_TOKEN").doesNotContain("s3cret");
        assertThat(runtime.calls.get(0).authorization()).isEqualTo("Bearer s3cret");
    }

    @Test
    void theTokenIsReadFromItsFile() throws IOException {
        runtime.answer("/serai/dead", "{'dead': []}");
        Path file = Files.writeString(folder.resolve("token"), "s3cret\n");
        assertThat(serai("dead", "list", "--token-file", file.toString()).exit())
                .isOne(); // there are none
        assertThat(runtime.calls.get(0).authorization()).isEqualTo("Bearer s3cret");
        Invocation missing =
                serai("dead", "list", "--token-file", folder.resolve("none").toString());
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err()).contains("--token-file");
    }

    @Test
    void theSandboxIsToldToMakeLoadToFailAndToShowWhatItHolds() {
        runtime.answer("/sandbox/magento-pl/load", "{'customers': 5}")
                .answer("/sandbox/salesforce/fail", "[]")
                .answer("/sandbox/salesforce/Contact", "{'total': 0}");
        assertThat(serai("sandbox", "load", "magento-pl", "--customers", "5", "--per-second", "2")
                        .exit())
                .isZero();
        assertThat(serai("sandbox", "fail", "salesforce", "--rate", "0.2", "--status", "503")
                        .exit())
                .isZero();
        assertThat(serai("sandbox", "fail", "salesforce", "--clear").exit()).isZero();
        assertThat(serai("sandbox", "show", "salesforce", "Contact", "--where", "Email=a@b.c")
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(runtime.calls)
                .extracting(call -> call.request() + " " + call.body())
                .containsExactly(
                        "POST /sandbox/magento-pl/load {\"customers\":5,\"perSecond\":2.0}",
                        "POST /sandbox/salesforce/fail {\"rate\":0.2,\"status\":503}",
                        "DELETE /sandbox/salesforce/fail ",
                        "GET /sandbox/salesforce/Contact?Email=a%40b.c ");
        runtime.answer("/sandbox/salesforce/stats", 404, "application/json", "{\"error\": \"expected services\"}");
        Invocation unknown = serai("sandbox", "show", "salesforce");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.err()).contains("expected services");
    }
}
