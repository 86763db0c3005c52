package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.message.Failure;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;

class HubSpotFailuresTest {
    private static final String PROPERTIES = """
            {"status":"error","category":"VALIDATION_ERROR","message":"Property values were not valid: \
            [{\\"isValid\\":false,\\"message\\":\\"anna@example.com is not a number\\",\\"error\\":\\"INVALID_INTEGER\\",\\"name\\":\\"score\\"},\
            {\\"isValid\\":false,\\"error\\":\\"PROPERTY_DOESNT_EXIST\\",\\"name\\":\\"nick_name\\"}]"}""";

    private final Systems systems = TestSystems.of(
            "crm.kind", "hubspot",
            "crm.url", "https://api.example.com",
            "crm.auth", "bearer",
            "crm.token", "t",
            "other.kind", "rest",
            "other.url", "https://api.example.com/other",
            "other.auth", "none",
            "like.kind", "rest",
            "like.url", "https://like.example.com",
            "like.auth", "none",
            "like.quota.vendor", "hubspot");

    @Test
    void theFieldsThatWereRefusedAreNamedAndNothingOfWhatWasSent() {
        assertThat(classify("https://api.example.com/crm/v3/objects/contacts", 400, PROPERTIES))
                .isEqualTo(new Failure(false, "http-400", "answered 400: VALIDATION_ERROR (nick_name, score)", null));
    }

    @Test
    void theVendorIsKnownByTheUrlThatWasCalled() {
        Failure locked = new Failure(true, "http-423", "answered 423", Duration.ofSeconds(2));
        Failure plain = new Failure(false, "http-423", "answered 423", null);

        assertThat(classify("https://api.example.com/crm/v3/objects/contacts", 423, null))
                .isEqualTo(locked);
        assertThat(classify("https://api.example.com?a=b", 423, null)).isEqualTo(locked);
        assertThat(classify("https://like.example.com/x", 423, null)).isEqualTo(locked);
        assertThat(classify("https://api.example.com/other/x", 423, null)).isEqualTo(plain);
        assertThat(classify("https://api.example.community/x", 423, null)).isEqualTo(plain);
        assertThat(classify(null, 423, null)).isEqualTo(plain);
    }

    @Test
    void aCategoryThatIsNoCodeIsNotRepeated() {
        assertThat(classify("https://api.example.com/x", 400, "{\"category\":\"anna@example.com\",\"message\":\"[x\"}"))
                .isEqualTo(new Failure(false, "http-400", "answered 400", null));
    }

    private Failure classify(String url, int status, String body) {
        return new VendorFailures(systems)
                .classify(new HttpOperationFailedException(url, status, "", null, Map.of(), body));
    }
}
