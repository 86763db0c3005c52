package io.serai.connect.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each vendor's answers tell, in the words that the vendors document. */
class CorrectionsTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    magento     | 200 | -                                                  | - |    - |     - | -
                    magento     | 429 | Retry-After: 7                                     | - |    - |  PT7S | -
                    magento     | 503 | Retry-After: Sun, 22 Nov 2026 12:01:30 GMT         | - |    - | PT90S | -
                    magento     | 503 | Retry-After: Sun, 22 Nov 2026 11:59:00 GMT         | - |    - |  PT0S | -
                    magento     | 429 | Retry-After: soon                                  | - |    - |     - | -
                    magento     | 200 | Retry-After: 7                                     | - |    - |     - | -
                    unknown     | 429 | Retry-After: 9                                     | - |    - |  PT9S | -
                    dynamics    | 429 | Retry-After: 27                                    | - |    - | PT27S | -
                    smartico    | 429 | Retry-After: 2                                     | - |    - |  PT2S | -
                    salesforce  | 200 | Sforce-Limit-Info: api-usage=18/5000               | - |    - |     - | 18/5000
                    salesforce  | 200 | Sforce-Limit-Info: api-usage=18/5000; per-app=1/2  | - |    - |     - | 18/5000
                    salesforce  | 403 | Sforce-Limit-Info: api-usage=5000/5000             | - |    - |     - | 5000/5000
                    salesforce  | 200 | Sforce-Limit-Info: per-app-api-usage=1/2           | - |    - |     - | -
                    salesforce  | 200 | Sforce-Limit-Info: api-usage=                      | - |    - |     - | -
                    salesforce  | 200 | Sforce-Limit-Info: api-usage=x/y                   | - |    - |     - | -
                    salesforce  | 200 | Sforce-Limit-Info: api-usage=1/0                   | - |    - |     - | -
                    salesforce  | 200 | Sforce-Limit-Info: api-usage=1/99999999999999999999| - |    - |     - | -
                    hubspot     | 200 | X-HubSpot-RateLimit-Max: 100, X-HubSpot-RateLimit-Remaining: 98, X-HubSpot-RateLimit-Interval-Milliseconds: 10000 | - | 98 | - | -
                    hubspot     | 200 | X-HubSpot-RateLimit-Remaining: 3, X-HubSpot-RateLimit-Daily: 250000, X-HubSpot-RateLimit-Daily-Remaining: 249000  | - | 3 | - | 1000/250000
                    hubspot     | 429 | X-HubSpot-RateLimit-Remaining: 0, X-HubSpot-RateLimit-Interval-Milliseconds: 10000 | {"policyName":"TEN_SECONDLY_ROLLING"} | 0 | PT10S | -
                    hubspot     | 429 | X-HubSpot-RateLimit-Interval-Milliseconds: 10000   | {"policyName":"DAILY"} | - | PT1H | -
                    hubspot     | 429 | -                                                  | {"policyName":"TEN_SECONDLY_ROLLING"} | - | PT10S | -
                    hubspot     | 429 | -                                                  | {"policyName":"SECONDLY"} | - | PT1S | -
                    hubspot     | 429 | -                                                  | <html>busy</html> | - | - | -
                    hubspot     | 477 | Retry-After: 60                                    | - |    - | PT60S | -
                    omnisend    | 429 | -                                                  | {"retryAfter": 12} | - | PT12S | -
                    omnisend    | 429 | -                                                  | {"retryAfter": "12"} | - | PT12S | -
                    omnisend    | 429 | -                                                  | {"error":"x"} | - | - | -
                    omnisend    | 429 | -                                                  | <html>busy</html> | - | - | -
                    omnisend    | 200 | -                                                  | {"retryAfter": 12} | - | - | -
                    bigcommerce | 200 | X-Rate-Limit-Requests-Left: 35, X-Rate-Limit-Time-Reset-Ms: 3000 | - | 35 | - | -
                    bigcommerce | 200 | X-Rate-Limit-Requests-Left: 0, X-Rate-Limit-Time-Reset-Ms: 3000  | - | 0 | PT3S | -
                    bigcommerce | 429 | X-Rate-Limit-Time-Reset-Ms: 1500                   | - |    - | PT1.5S | -
                    shopify     | 200 | X-Shopify-Shop-Api-Call-Limit: 32/40               | - |    8 |     - | -
                    shopify     | 200 | X-Shopify-Shop-Api-Call-Limit: 41/40               | - |    0 |     - | -
                    shopify     | 200 | X-Shopify-Shop-Api-Call-Limit: many                | - |    - |     - | -
                    shopify     | 429 | X-Shopify-Shop-Api-Call-Limit: 40/40, Retry-After: 2.0 | - |  0 |  PT2S | -
                    """)
    void whatAnAnswerTells(
            String kind, int status, String headers, String body, Long left, Duration closed, String day) {
        Correction correction = VendorQuota.of(kind, NOON).correction();

        Advice advice = correction.read(new Answer(status, headers(headers)::get, body));

        assertThat(advice.left()).isEqualTo(left);
        assertThat(advice.closed()).isEqualTo(closed);
        assertThat(advice.day() == null ? null : text(advice.day())).isEqualTo(day);
    }

    @Test
    void bodiesAreReadOnlyOfRefusalsByVendorsWhoSaySomethingThere() {
        assertThat(VendorQuota.of("omnisend", NOON).correction().readsBody(429)).isTrue();
        assertThat(VendorQuota.of("omnisend", NOON).correction().readsBody(200)).isFalse();
        assertThat(VendorQuota.of("hubspot", NOON).correction().readsBody(429)).isTrue();
        assertThat(VendorQuota.of("magento", NOON).correction().readsBody(429)).isFalse();
    }

    private static String text(Advice.Use use) {
        return use.used() + "/" + use.max();
    }

    private static Map<String, String> headers(String text) {
        if (text == null) return Map.of();
        return Arrays.stream(text.split(", (?=X-|Retry)"))
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(
                        line -> line[0],
                        line -> line[1],
                        (a, b) -> b,
                        () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
    }
}
