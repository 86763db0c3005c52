package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.VendorDouble.Answer;
import io.serai.connect.VendorDouble.Request;
import io.serai.connect.quota.Limiters;
import io.serai.connect.salesforce.BulkResults;
import io.serai.message.Blame;
import io.serai.message.Failure;
import io.serai.message.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.apache.camel.component.salesforce.api.dto.RestError;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of a call that a vendor refused: which answers are tried again, after what time, and whether the vendor is down. Shopify is
 * read by REST, so there is no {@code THROTTLED} and no {@code userErrors} of its GraphQL; Klaviyo has no connector. A timeout may pass
 * ({@link VendorFailuresTest}): writes to Magento may be repeated, as an update says the whole and a comment is looked for first ({@code
 * OrdersBackTest}).
 */
class RetryMatrixTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);
    private static final String HIDDEN = "anna@example.com";

    /** Columns: vendor, status, headers, body; code, again or dead, time to wait, whom it blames. */
    @ParameterizedTest(name = "{0} {1} {3}: {5}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    magento    | 400 | -               | {"message":"anna@example.com"}               | http-400 | dead  | -     | MESSAGE
                    magento    | 401 | -               | {"message":"The signature is invalid."}      | http-401 | dead  | -     | MESSAGE
                    magento    | 403 | -               | -                                            | http-403 | dead  | -     | MESSAGE
                    magento    | 404 | -               | -                                            | http-404 | dead  | -     | MESSAGE
                    magento    | 429 | Retry-After: 7  | -                                            | http-429 | again | PT7S  | TARGET
                    magento    | 500 | -               | {"message":"Internal Error. Report ID: x"}   | http-500 | again | -     | TARGET
                    magento    | 502 | -               | -                                            | http-502 | again | -     | TARGET
                    magento    | 503 | Retry-After: 30 | <html>maintenance</html>                     | http-503 | again | PT30S | TARGET
                    magento    | 504 | -               | -                                            | http-504 | again | -     | TARGET

                    salesforce | 300 | -               | -                                            | http-300 | dead  | -     | MESSAGE
                    salesforce | 400 | -               | [{"errorCode":"REQUIRED_FIELD_MISSING"}]     | REQUIRED_FIELD_MISSING | dead | - | MESSAGE
                    salesforce | 400 | -               | [{"errorCode":"DUPLICATES_DETECTED"}]        | DUPLICATES_DETECTED    | dead | - | MESSAGE
                    salesforce | 400 | -               | [{"errorCode":"UNABLE_TO_LOCK_ROW"}]         | UNABLE_TO_LOCK_ROW     | again | - | MESSAGE
                    salesforce | 401 | -               | [{"errorCode":"INVALID_SESSION_ID"}]         | INVALID_SESSION_ID     | again | - | TARGET
                    salesforce | 403 | -               | [{"errorCode":"REQUEST_LIMIT_EXCEEDED"}]     | REQUEST_LIMIT_EXCEEDED | again | PT15M | TARGET
                    salesforce | 404 | -               | [{"errorCode":"NOT_FOUND"}]                  | NOT_FOUND              | dead | - | MESSAGE
                    salesforce | 500 | -               | [{"errorCode":"UNKNOWN_EXCEPTION"}]          | UNKNOWN_EXCEPTION      | again | - | MESSAGE
                    salesforce | 403 | -               | [{"errorCode":"INSUFFICIENT_ACCESS"}]        | INSUFFICIENT_ACCESS    | dead | - | MESSAGE
                    salesforce | 502 | -               | -                                            | http-502               | again | - | TARGET
                    salesforce | 503 | -               | -                                            | http-503               | again | - | TARGET
                    salesforce | 504 | -               | -                                            | http-504               | again | - | TARGET

                    hubspot    | 400 | -               | {"category":"VALIDATION_ERROR"}              | http-400 | dead  | -     | MESSAGE
                    hubspot    | 401 | -               | {"category":"INVALID_AUTHENTICATION"}        | http-401 | dead  | -     | MESSAGE
                    hubspot    | 401 | -               | {"category":"EXPIRED_AUTHENTICATION"}        | http-401 | again | -     | MESSAGE
                    hubspot    | 403 | -               | {"category":"MISSING_SCOPES"}                | http-403 | dead  | -     | MESSAGE
                    hubspot    | 404 | -               | {"category":"OBJECT_NOT_FOUND"}              | http-404 | dead  | -     | MESSAGE
                    hubspot    | 409 | -               | {"category":"CONFLICT","message":"Contact already exists. Existing ID: 512"} | http-409 | dead | - | MESSAGE
                    hubspot    | 413 | -               | -                                            | http-413 | dead  | -     | MESSAGE
                    hubspot    | 423 | -               | -                                            | http-423 | again | PT2S  | MESSAGE
                    hubspot    | 423 | Retry-After: 9  | -                                            | http-423 | again | PT9S  | MESSAGE
                    hubspot    | 429 | X-HubSpot-RateLimit-Interval-Milliseconds: 10000 | {"policyName":"TEN_SECONDLY_ROLLING"} | http-429 | again | PT10S | TARGET
                    hubspot    | 429 | -               | {"policyName":"TEN_SECONDLY_ROLLING"}        | http-429 | again | PT10S | TARGET
                    hubspot    | 429 | -               | {"policyName":"SECONDLY"}                    | http-429 | again | PT1S  | TARGET
                    hubspot    | 429 | X-HubSpot-RateLimit-Interval-Milliseconds: 10000 | {"policyName":"DAILY"} | http-429 | again | PT1H | TARGET
                    hubspot    | 477 | Retry-After: 60 | -                                            | http-477 | again | PT60S | TARGET
                    hubspot    | 500 | -               | -                                            | http-500 | again | -     | TARGET
                    hubspot    | 502 | -               | <html>bad gateway</html>                     | http-502 | again | -     | TARGET
                    hubspot    | 503 | -               | -                                            | http-503 | again | -     | TARGET
                    hubspot    | 504 | -               | -                                            | http-504 | again | -     | TARGET
                    hubspot    | 521 | -               | -                                            | http-521 | again | -     | TARGET
                    hubspot    | 523 | -               | -                                            | http-523 | again | -     | TARGET
                    hubspot    | 524 | -               | -                                            | http-524 | again | -     | TARGET

                    dynamics   | 400 | -               | {"error":{"code":"0x80044331","message":"anna@example.com"}} | http-400 | dead | - | MESSAGE
                    dynamics   | 401 | -               | -                                            | http-401 | dead  | -     | MESSAGE
                    dynamics   | 403 | -               | {"error":{"code":"0x80040220"}}              | http-403 | dead  | -     | MESSAGE
                    dynamics   | 404 | -               | {"error":{"code":"0x80040217"}}              | http-404 | dead  | -     | MESSAGE
                    dynamics   | 409 | -               | -                                            | http-409 | dead  | -     | MESSAGE
                    dynamics   | 412 | -               | {"error":{"code":"0x80060882"}}              | http-412 | dead  | -     | MESSAGE
                    dynamics   | 413 | -               | -                                            | http-413 | dead  | -     | MESSAGE
                    dynamics   | 429 | Retry-After: 27 | {"error":{"code":"0x80072322"}}              | http-429 | again | PT27S | TARGET
                    dynamics   | 502 | -               | -                                            | http-502 | again | -     | TARGET
                    dynamics   | 503 | Retry-After: 5  | -                                            | http-503 | again | PT5S  | TARGET
                    dynamics   | 504 | -               | -                                            | http-504 | again | -     | TARGET

                    omnisend   | 400 | -               | {"type":"https://problems.omnisend.com/x"}   | http-400 | dead  | -     | MESSAGE
                    omnisend   | 401 | -               | -                                            | http-401 | dead  | -     | MESSAGE
                    omnisend   | 403 | -               | -                                            | http-403 | dead  | -     | MESSAGE
                    omnisend   | 404 | -               | -                                            | http-404 | dead  | -     | MESSAGE
                    omnisend   | 409 | -               | -                                            | http-409 | dead  | -     | MESSAGE
                    omnisend   | 410 | -               | -                                            | http-410 | dead  | -     | MESSAGE
                    omnisend   | 413 | -               | -                                            | http-413 | dead  | -     | MESSAGE
                    omnisend   | 422 | -               | -                                            | http-422 | dead  | -     | MESSAGE
                    omnisend   | 429 | -               | {"status":429,"retryAfter":12}               | http-429 | again | PT12S | TARGET
                    omnisend   | 429 | -               | -                                            | http-429 | again | -     | TARGET
                    omnisend   | 500 | -               | -                                            | http-500 | again | -     | TARGET
                    omnisend   | 503 | -               | -                                            | http-503 | again | -     | TARGET
                    omnisend   | 524 | -               | -                                            | http-524 | again | -     | TARGET

                    smartico   | 400 | -               | {"err_code":400}                             | http-400 | dead  | -     | MESSAGE
                    smartico   | 401 | -               | {"err_code":400}                             | http-401 | dead  | -     | MESSAGE
                    smartico   | 403 | -               | -                                            | http-403 | dead  | -     | MESSAGE
                    smartico   | 404 | -               | -                                            | http-404 | dead  | -     | MESSAGE
                    smartico   | 409 | -               | -                                            | http-409 | dead  | -     | MESSAGE
                    smartico   | 413 | -               | {"err_code":400}                             | http-413 | dead  | -     | MESSAGE
                    smartico   | 422 | -               | -                                            | http-422 | dead  | -     | MESSAGE
                    smartico   | 429 | -               | -                                            | http-429 | again | -     | TARGET
                    smartico   | 500 | -               | -                                            | http-500 | again | -     | TARGET
                    smartico   | 502 | -               | -                                            | http-502 | again | -     | TARGET
                    smartico   | 503 | -               | -                                            | http-503 | again | -     | TARGET
                    smartico   | 504 | -               | -                                            | http-504 | again | -     | TARGET

                    shopify    | 400 | -               | {"errors":"Bad Request"}                     | http-400 | dead  | -     | MESSAGE
                    shopify    | 401 | -               | {"errors":"[API] Invalid API key"}           | http-401 | dead  | -     | MESSAGE
                    shopify    | 403 | -               | {"errors":"This action requires merchant approval"} | http-403 | dead | - | MESSAGE
                    shopify    | 404 | -               | {"errors":"Not Found"}                       | http-404 | dead  | -     | MESSAGE
                    shopify    | 409 | -               | -                                            | http-409 | dead  | -     | MESSAGE
                    shopify    | 422 | -               | {"errors":{"email":["anna@example.com has already been taken"]}} | http-422 | dead | - | MESSAGE
                    shopify    | 429 | Retry-After: 2.0 | {"errors":"Exceeded 2 calls per second"}    | http-429 | again | PT2S  | TARGET
                    shopify    | 500 | -               | -                                            | http-500 | again | -     | TARGET
                    shopify    | 502 | -               | -                                            | http-502 | again | -     | TARGET
                    shopify    | 503 | -               | -                                            | http-503 | again | -     | TARGET
                    shopify    | 504 | -               | -                                            | http-504 | again | -     | TARGET

                    bigcommerce | 400 | -              | {"status":400}                               | http-400 | dead  | -     | MESSAGE
                    bigcommerce | 401 | -              | {"status":401}                               | http-401 | dead  | -     | MESSAGE
                    bigcommerce | 403 | -              | {"status":403}                               | http-403 | dead  | -     | MESSAGE
                    bigcommerce | 404 | -              | {"status":404}                               | http-404 | dead  | -     | MESSAGE
                    bigcommerce | 409 | -              | {"status":409}                               | http-409 | dead  | -     | MESSAGE
                    bigcommerce | 422 | -              | {"status":422}                               | http-422 | dead  | -     | MESSAGE
                    bigcommerce | 429 | X-Rate-Limit-Time-Reset-Ms: 15000 | {"status":429}            | http-429 | again | PT15S | TARGET
                    bigcommerce | 500 | -              | -                                            | http-500 | again | -     | TARGET
                    bigcommerce | 502 | -              | -                                            | http-502 | again | -     | TARGET
                    bigcommerce | 503 | -              | -                                            | http-503 | again | -     | TARGET
                    bigcommerce | 504 | -              | -                                            | http-504 | again | -     | TARGET

                    woocommerce | 400 | -              | {"code":"rest_invalid_param"}                | http-400 | dead  | -     | MESSAGE
                    woocommerce | 401 | -              | {"code":"woocommerce_rest_cannot_view"}      | http-401 | dead  | -     | MESSAGE
                    woocommerce | 404 | -              | {"code":"woocommerce_rest_invalid_id"}       | http-404 | dead  | -     | MESSAGE
                    woocommerce | 429 | Retry-After: 7 | -                                            | http-429 | again | PT7S  | TARGET
                    woocommerce | 500 | -              | {"code":"internal_server_error"}             | http-500 | again | -     | TARGET
                    woocommerce | 503 | Retry-After: 30 | <html>maintenance</html>                    | http-503 | again | PT30S | TARGET
                    """)
    void whatBecomesOfARefusedCall(
            String vendor,
            int status,
            String headers,
            String body,
            String code,
            String fate,
            Duration wait,
            Blame blame) {
        VendorFailures failures = new VendorFailures(NOON, url -> vendor);

        Failure failure = failures.classify(refusal(vendor, status, headers, body));

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.transientFailure()).isEqualTo(fate.equals("again"));
        assertThat(failure.retryAfter()).isEqualTo(wait);
        assertThat(failures.blame(failure.code())).isEqualTo(blame);
        assertThat(failure.detail()).doesNotContain(HIDDEN);
    }

    /** Columns: kind, how it logs in, calls with a login that is refused each time: 2 where a new login may help. */
    @ParameterizedTest(name = "{0} {1}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
                    magento | bearer | token=t                                                                   | 1
                    magento | oauth1 | consumer-key=k,consumer-secret=s,access-token=t,access-token-secret=u     | 1
                    magento | admin  | username=u,password=p                                                     | 2
                    hubspot | bearer | token=t                                                                   | 1
                    dynamics | client-credentials | client-id=i,client-secret=s,token-url=HERE/token             | 2
                    omnisend | api-key | token=t                                                                 | 1
                    smartico | api-key | token=t                                                                 | 1
                    hubspot | refresh-token | client-id=i,client-secret=s,refresh-token=r,token-url=HERE/token   | 2
                    shopify | token  | token=t                                                                   | 1
                    bigcommerce | token | token=t                                                                | 1
                    woocommerce | consumer-key | consumer-key=k,consumer-secret=s                                | 1
                    rest    | bearer | token=t                                                                   | 1
                    rest    | header | token=t                                                                   | 1
                    rest    | basic  | username=u,password=p                                                     | 1
                    rest    | client-credentials | client-id=i,client-secret=s,token-url=HERE/token              | 2
                    """)
    void aRefusedLoginIsTriedOnceMoreWhereANewOneMayHelp(String kind, String auth, String options, int calls)
            throws IOException {
        try (VendorDouble vendor = new VendorDouble(RetryMatrixTest::refuse);
                DefaultCamelContext context = new DefaultCamelContext()) {
            Systems systems = TestSystems.of(Stream.concat(
                            Stream.of("one.kind", kind, "one.url", vendor.url() + "/base", "one.auth", auth),
                            Stream.of(options.replace("HERE", vendor.url()).split(","))
                                    .flatMap(option ->
                                            Stream.of("one." + option.split("=", 2)[0], option.split("=", 2)[1])))
                    .toArray(String[]::new));
            systems.requireValid();
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            CallMeter meter = new CallMeter(registry);
            new SystemComponents(systems, meter, Limiters.alone(registry, meter)).configure(context);
            context.start();

            assertThatThrownBy(() -> context.createProducerTemplate().requestBody("one:/thing", null, String.class))
                    .hasCauseInstanceOf(HttpOperationFailedException.class);
            assertThat(vendor.requests("/base/thing")).hasSize(calls);
        }
    }

    @Test
    void aSessionThatSalesforceEndedIsBegunAnewAndTheCallRepeatedOnce() throws IOException {
        try (VendorDouble vendor = new VendorDouble(RetryMatrixTest::refuse);
                DefaultCamelContext context = TestSystems.camel(TestSystems.of(
                        "one.kind", "salesforce",
                        "one.url", vendor.url(),
                        "one.auth", "client-credentials",
                        "one.client-id", "i",
                        "one.client-secret", "s"))) {
            context.start();

            assertThatThrownBy(() -> context.createProducerTemplate()
                            .requestBody("one:raw?format=JSON&rawMethod=GET&rawPath=/limits", "", String.class))
                    .satisfies(refused -> assertThat(
                                    new VendorFailures().classify(refused).code())
                            .isEqualTo("INVALID_SESSION_ID"));
            assertThat(vendor.requests().stream().map(request -> request.uri().getPath()))
                    .filteredOn(path -> path.endsWith("/limits"))
                    .hasSize(2);
            assertThat(vendor.requests("/services/oauth2/token")).hasSize(2);
        }
    }

    /** What a job of the Bulk API 2.0 says of a record; columns: the line of its failed results, none if it did not come to it. */
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--      | UNABLE_TO_LOCK_ROW     | again
                    SERVER_UNAVAILABLE:the server is unavailable:--                              | SERVER_UNAVAILABLE     | again
                    REQUEST_LIMIT_EXCEEDED:TotalRequests Limit exceeded.:--                      | REQUEST_LIMIT_EXCEEDED | again
                    REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --   | REQUIRED_FIELD_MISSING | dead
                    DUPLICATES_DETECTED:Use one of these records?:--                             | DUPLICATES_DETECTED    | dead
                    INVALID_EMAIL_ADDRESS:Email: invalid email address: anna@example.com:Email -- | INVALID_EMAIL_ADDRESS | dead
                    anna@example.com is not what was expected                                    | UNKNOWN_ERROR          | dead
                    -                                                                            | unprocessed            | again
                    """)
    void whatBecomesOfARecordOfAJob(String error, String code, String fate) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            exchange.setVariable(
                    "salesforce-failed", error == null ? "" : "sf__Id,sf__Error,Key\n,\"" + error + "\",r1\n");
            exchange.getMessage().setHeader("SeraiBulkKey", "Key");
            exchange.getMessage().setBody(read("[{\"Key\":\"r1\"}]"));

            new BulkResults().process(exchange);

            JsonNode result = exchange.getMessage().getBody(JsonNode.class).path(0);
            assertThat(result.path("ok").asBoolean(true)).isFalse();
            assertThat(result.path("code").asText()).isEqualTo(code);
            assertThat(result.path("retry").asBoolean()).isEqualTo(fate.equals("again"));
            assertThat(result.toString()).doesNotContain(HIDDEN);
        }
    }

    /** What Smartico says of an event in a good answer; columns: the option unknownUser, its answer; code of the result, its fate. */
    @ParameterizedTest(name = "{0} {1}: {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    wait | {"err_code":0}                                                              | -     | done
                    wait | {"err_code":0,"event_errors":{"e2":[{"error_code":10001}]}}                 | -     | done
                    wait | {"err_code":0,"event_errors":{"e1":[{"error_code":20056}]}}                 | -     | done
                    wait | {"err_code":0,"event_errors":{"e1":[{"error_code":10001}]}}                 | 10001 | again
                    skip | {"err_code":0,"event_errors":{"e1":[{"error_code":10001}]}}                 | 10001 | skipped
                    fail | {"err_code":0,"event_errors":{"e1":[{"error_code":10001}]}}                 | 10001 | dead
                    wait | {"err_code":0,"event_errors":{"e1":[{"error_code":10000}]}}                 | 10000 | dead
                    wait | {"err_code":0,"event_errors":{"e1":[{"error_code":125}]}}                   | 125   | dead
                    wait | {"err_code":0,"event_errors":{"e1":[{"error_code":20056},{"error_code":125,"error_message":"anna@example.com"}]}} | 125 | dead
                    wait | {"err_code":10000}                                                          | 10000 | dead
                    """)
    void whatBecomesOfAnEventOfSmartico(String unknownUser, String answer, String code, String fate)
            throws IOException {
        try (VendorDouble vendor = new VendorDouble(request -> Answer.json(200, answer));
                DefaultCamelContext context = TestSystems.camel(TestSystems.of(
                        "smartico.kind", "smartico",
                        "smartico.url", vendor.url(),
                        "smartico.auth", "api-key",
                        "smartico.token", "key"))) {
            context.start();

            JsonNode result = context.createProducerTemplate()
                    .requestBody(
                            "kamelet:smartico-events?unknownUser=" + unknownUser,
                            read("{\"eid\":\"e1\",\"user_ext_id\":\"1\",\"event_type\":\"shop_order\",\"payload\":{}}"),
                            JsonNode.class)
                    .path(0);

            assertThat(result.path("ok").asBoolean()).isEqualTo(fate.equals("done"));
            assertThat(result.path("code").asText(null)).isEqualTo(code);
            assertThat(result.path("retry").asBoolean()).isEqualTo(fate.equals("again"));
            assertThat(result.path("skip").asBoolean()).isEqualTo(fate.equals("skipped"));
            assertThat(result.toString()).doesNotContain(HIDDEN);
        }
    }

    private static Answer refuse(Request request) {
        String path = request.uri().getPath();
        if (path.endsWith("/admin/token")) return Answer.json(200, "\"token\"");
        if (path.equals("/services/oauth2/token"))
            return Answer.json(
                    200,
                    "{\"access_token\":\"token\",\"instance_url\":\"HERE\",\"id\":\"HERE/id\"}"
                            .replace("HERE", "http://" + request.header("Host")));
        if (path.startsWith("/services/"))
            return Answer.json(401, "[{\"errorCode\":\"INVALID_SESSION_ID\",\"message\":\"ended\"}]");
        if (path.equals("/token")) return Answer.json(200, "{\"access_token\":\"token\",\"expires_in\":3600}");
        return Answer.json(401, "{\"message\":\"no\"}");
    }

    private static Exception refusal(String vendor, int status, String headers, String body) {
        if (vendor.equals("salesforce"))
            return body == null
                    ? new SalesforceException(HIDDEN, status)
                    : new SalesforceException(
                            java.util.List.of(new RestError(
                                    read(body).path(0).path("errorCode").asText(), HIDDEN)),
                            status);
        return new HttpOperationFailedException(
                "http://vendor.example.com/?email=" + HIDDEN, status, "", null, headers(headers), body);
    }

    private static Map<String, String> headers(String text) {
        Map<String, String> headers = new HashMap<>();
        if (text != null) headers.put(text.split(": ")[0], text.split(": ")[1]);
        return headers;
    }

    private static JsonNode read(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
