package io.serai.connect;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.arc.Unremovable;
import io.serai.connect.http.LoginFailedException;
import io.serai.connect.quota.QuotaExceededException;
import io.serai.message.Blame;
import io.serai.message.Failure;
import io.serai.message.FailureClassifier;
import io.serai.store.StoreException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.camel.Predicate;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.language.jq.JqExpression;
import org.apache.camel.support.processor.PredicateValidationException;

/**
 * Which failures may pass by themselves. What is unknown is permanent: a person looks at it and replays it, which is better than
 * repeating a mistake. Details hold codes, statuses and names of fields, never a vendor's text.
 */
@Singleton
@Unremovable
public class VendorFailures implements FailureClassifier {
    private final SalesforceFailures salesforce = new SalesforceFailures();
    private final HttpFailures http;

    @Inject
    public VendorFailures(Systems systems) {
        this(Clock.systemUTC(), systems::vendorAt);
    }

    /** Knows no system: answers are what HTTP says. */
    public VendorFailures() {
        this(Clock.systemUTC(), url -> null);
    }

    VendorFailures(Clock clock, UnaryOperator<String> vendors) {
        this.http = new HttpFailures(clock, vendors);
    }

    @Override
    public Failure classify(Throwable failure) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < 20; depth++) {
            Failure known = known(current);
            if (known != null) return known;
            current = current.getCause();
        }
        String type = failure == null ? "unknown" : root(failure).getClass().getSimpleName();
        return new Failure(false, "error", "a step failed with " + type, null);
    }

    @Override
    public Blame blame(String code) {
        return SalesforceFailures.down(code) || http.down(code) ? Blame.TARGET : FailureClassifier.super.blame(code);
    }

    /** Null when the cause may tell more. */
    private Failure known(Throwable failure) {
        if (failure instanceof HttpOperationFailedException answer) return http.classify(answer);
        if (failure instanceof SalesforceException answer) return salesforce.classify(answer);
        if (failure instanceof QuotaExceededException quota)
            return new Failure(true, Failure.QUOTA, quota.getMessage(), quota.retryAfter());
        if (failure instanceof NotHeardException unheard) return transientFailure("not-heard", unheard.getMessage());
        if (failure instanceof LoginFailedException login)
            return transientFailure("login-failed", "the login was answered " + login.status());
        if (failure instanceof PredicateValidationException refused)
            return new Failure(false, "not-valid", "expected " + text(refused.getPredicate()), null);
        if (failure instanceof StoreException) return transientFailure("store", "the database refused a transaction");
        if (failure instanceof JsonParseException) return transientFailure("not-json", "an answer was not JSON");
        if (failure instanceof JsonProcessingException)
            return new Failure(false, "bad-json", "JSON of another shape than expected", null);
        if (failure instanceof TimeoutException || failure instanceof InterruptedIOException)
            return transientFailure("timeout", "no answer in time");
        if (failure instanceof InterruptedException || failure instanceof RejectedExecutionException)
            return transientFailure("shutting-down", "the runtime was stopping");
        if (failure instanceof IOException && failure.getCause() == null)
            return fromJson(failure)
                    ? transientFailure("not-json", "an answer was not JSON")
                    : transientFailure("connection", failure.getClass().getSimpleName());
        if (failure instanceof IllegalArgumentException && failure.getCause() == null)
            return new Failure(false, "invalid", "a step refused the record", null);
        return null;
    }

    /** {@link io.serai.message.Json} hides Jackson's exception, which repeats what it read. */
    private static boolean fromJson(Throwable failure) {
        return failure.getMessage() != null && failure.getMessage().startsWith("not JSON");
    }

    /** What a route's {@code validate} says; it is the route's text, not a vendor's. */
    private static String text(Predicate predicate) {
        return predicate instanceof JqExpression jq ? jq.getExpressionText() : predicate.toString();
    }

    private static Failure transientFailure(String code, String detail) {
        return new Failure(true, code, detail, null);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) root = root.getCause();
        return root;
    }
}
