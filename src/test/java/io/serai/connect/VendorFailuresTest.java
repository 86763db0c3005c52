package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.message.Blame;
import io.serai.message.Failure;
import io.serai.message.Json;
import io.serai.store.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.apache.camel.component.salesforce.api.SalesforceMultipleChoicesException;
import org.apache.camel.component.salesforce.api.dto.RestError;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VendorFailuresTest {
    private final VendorFailures failures = new VendorFailures();

    @ParameterizedTest
    @CsvSource({
        "300,false",
        "301,false",
        "400,false",
        "401,false",
        "403,false",
        "404,false",
        "408,true",
        "409,false",
        "413,false",
        "422,false",
        "425,true",
        "429,true",
        "500,true",
        "502,true",
        "503,true",
        "504,true"
    })
    void aStatusDecidesWhetherItMayPass(int status, boolean transientFailure) {
        Failure failure = failures.classify(http(status, Map.of()));

        assertThat(failure.code()).isEqualTo("http-" + status);
        assertThat(failure.transientFailure()).isEqualTo(transientFailure);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "7,PT7S",
                "0,PT0S",
                "99999999,PT24H",
                "'Sat, 21 Nov 2026 12:01:30 GMT',PT1M30S",
                "'Sat, 21 Nov 2026 11:00:00 GMT',PT0S",
                "soon,null",
                "-5,null",
                "'',null",
                "999999999999999999999,null"
            })
    void retryAfterIsReadAsSecondsOrDate(String header, Duration wait) {
        Clock noon = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

        Failure failure = new HttpFailures(noon, url -> null).classify(http(503, Map.of("retry-after", header)));

        assertThat(failure.retryAfter()).isEqualTo(wait);
    }

    @ParameterizedTest
    @MethodSource
    void whatHappenedOnTheWayIsTransient(Throwable failure, String code) {
        Failure known = failures.classify(new RuntimeCamelException(failure));

        assertThat(known.code()).isEqualTo(code);
        assertThat(known.transientFailure()).isTrue();
    }

    static Stream<Arguments> whatHappenedOnTheWayIsTransient() {
        return Stream.of(
                Arguments.of(new ConnectException("refused"), "connection"),
                Arguments.of(new UnknownHostException("shop"), "connection"),
                Arguments.of(new NoHttpResponseException("gone"), "connection"),
                Arguments.of(new EOFException(), "connection"),
                Arguments.of(new IOException(new EOFException()), "connection"),
                Arguments.of(new SocketTimeoutException("read"), "timeout"),
                Arguments.of(new ConnectTimeoutException("connect"), "timeout"),
                Arguments.of(new ExecutionException(new TimeoutException()), "timeout"),
                Arguments.of(new SalesforceException("no answer", 0, new TimeoutException()), "timeout"),
                Arguments.of(new SalesforceException("no answer", new ConnectException()), "connection"),
                Arguments.of(new StoreException("locked", null), "store"),
                Arguments.of(new RejectedExecutionException(), "shutting-down"),
                Arguments.of(new InterruptedException(), "shutting-down"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "400,REQUIRED_FIELD_MISSING,false,null",
                "400,DUPLICATES_DETECTED,false,null",
                "400,UNABLE_TO_LOCK_ROW,true,null",
                "401,INVALID_SESSION_ID,true,null",
                "403,REQUEST_LIMIT_EXCEEDED,true,PT15M",
                "403,INSUFFICIENT_ACCESS,false,null",
                "404,NOT_FOUND,false,null",
                "500,UNKNOWN_EXCEPTION,true,null",
                "503,SERVER_UNAVAILABLE,true,null"
            })
    void salesforceIsToldByItsCodes(int status, String code, boolean transientFailure, Duration wait) {
        Failure failure =
                failures.classify(new SalesforceException(List.of(new RestError(code, "anna@example.com")), status));

        assertThat(failure).isEqualTo(new Failure(transientFailure, code, "answered " + status + ": " + code, wait));
    }

    @Test
    void anExternalIdThatIsNotUniqueIsPermanent() {
        Failure failure =
                failures.classify(new SalesforceMultipleChoicesException("choices", 300, List.of("/a", "/b")));

        assertThat(failure.transientFailure()).isFalse();
        assertThat(failure.code()).isEqualTo("http-300");
    }

    @Test
    void aLoginThatSalesforceRefusesIsTransient() {
        SalesforceException refused =
                new SalesforceException(List.of(new RestError("invalid_grant", "user hub@example.com")), 400);

        Failure failure = failures.classify(new RuntimeCamelException(refused));

        assertThat(failure)
                .isEqualTo(new Failure(true, "login-failed", "answered 400: invalid_grant", Duration.ofMinutes(1)));
    }

    /** Nobody has to repair anything then, so it is not waited for that. */
    @Test
    void aLoginDuringAnOutageIsAnOutage() {
        List<SalesforceException> answers = List.of(
                new SalesforceException("Login error code:[null] description:[null]", 503),
                new SalesforceException(List.of(new RestError("unknown_error", "retry your request")), 503));

        for (SalesforceException answer : answers) {
            Failure failure = failures.classify(answer);
            assertThat(failure.transientFailure()).isTrue();
            assertThat(failure.code()).isEqualTo("http-503");
            assertThat(failure.retryAfter()).isNull();
            assertThat(failures.blame(failure.code())).isEqualTo(Blame.TARGET);
        }
    }

    @Test
    void whatARecordCausedIsPermanentAndDoesNotShowTheRecord() {
        for (Throwable failure : List.of(
                new IllegalArgumentException("anna@example.com"), new NullPointerException("anna@example.com"))) {
            Failure known = failures.classify(failure);

            assertThat(known.transientFailure()).isFalse();
            assertThat(known.detail()).doesNotContain("anna");
        }
        assertThat(failures.classify(null).transientFailure()).isFalse();
    }

    @Test
    void anAnswerThatIsNotJsonMayBeJsonTheNextTime() {
        Failure failure = failures.classify(new RuntimeCamelException(jackson("<html>anna</html>")));

        assertThat(failure).isEqualTo(new Failure(true, "not-json", "an answer was not JSON", null));
        assertThatThrownBy(() -> Json.read("<html>anna</html>".getBytes(StandardCharsets.UTF_8)))
                .satisfies(thrown -> assertThat(failures.classify(thrown)).isEqualTo(failure));
    }

    private static Exception jackson(String text) {
        try {
            new ObjectMapper().readTree(text);
        } catch (IOException e) {
            return e;
        }
        throw new AssertionError("it was JSON");
    }

    private static HttpOperationFailedException http(int status, Map<String, String> headers) {
        return new HttpOperationFailedException(
                "http://shop.example.com/?email=anna@example.com", status, "", null, headers, "anna");
    }

    @Test
    void whatAValidateOfARouteRefusesIsPermanentAndTellsWhatWasExpected() throws Exception {
        try (var context = new org.apache.camel.impl.DefaultCamelContext()) {
            context.addRoutes(new org.apache.camel.builder.RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:a").errorHandler(noErrorHandler()).validate().jq(".event == \"known\"");
                }
            });
            context.start();
            var answer = context.createProducerTemplate()
                    .request("direct:a", exchange -> exchange.getMessage().setBody("{\"event\":\"anna@example.com\"}"));
            assertThat(new VendorFailures().classify(answer.getException()))
                    .isEqualTo(new io.serai.message.Failure(false, "not-valid", "expected .event == \"known\"", null));
        }
    }
}
