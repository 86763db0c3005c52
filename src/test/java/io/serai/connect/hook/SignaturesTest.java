package io.serai.connect.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.serai.connect.Secret;
import io.serai.connect.hook.BodySignature.Form;
import io.serai.connect.hook.Rejected.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.CaseInsensitiveMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures that other programs made. */
class SignaturesTest {

    @Test
    void theExampleOfRfc4231IsSignedAsItSays() {
        Signature signature = hex("Jefe", "");

        accepts(
                signature,
                "x-sig",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                "what do ya want for nothing?");
        accepts(
                signature,
                "x-sig",
                "5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843",
                "what do ya want for nothing?");
    }

    @Test
    void theExampleOfGitHubIsSignedAsItSays() {
        accepts(
                hex("It's a Secret to Everybody", "sha256="),
                "X-Sig",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "Hello, World!");
    }

    @Test
    void aSignatureOfOpensslInBase64IsAccepted() {
        Signature signature = new BodySignature(
                Hmac.of(List.of(new Secret("new"), new Secret("hush"))), "X-Shopify-Hmac-Sha256", "", Form.BASE64);

        accepts(
                signature,
                "x-shopify-hmac-sha256",
                "WxDgBL1/ovzvO2Lfp0EetoVjhhhSMbm2zV5VGVf5us8=",
                "{\"id\":706405506930370084,\"email\":\"bob@biller.com\"}");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null",
                "''",
                "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e",
                "sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
            })
    void anotherSignatureIsRefused(String given) {
        Signature signature = hex("It's a Secret to Everybody", "sha256=");

        refuses(signature, hook("x-sig", given, "Hello, World!"), Reason.SIGNATURE);
    }

    @Test
    void aTokenIsGoodWhileItIsOneOfTheTwo() {
        Signature signature =
                new TokenSignature("X-Automation-Key", List.of(new Secret("new-token"), new Secret("old-token")));

        accepts(signature, "x-automation-key", "new-token", "{}");
        accepts(signature, "x-automation-key", "old-token", "{}");
        for (String given : new String[] {null, "", "new-toke", "new-token ", "older-token"})
            refuses(signature, hook("x-automation-key", given, "{}"), Reason.SIGNATURE);
    }

    private static Signature hex(String secret, String prefix) {
        return new BodySignature(Hmac.of(List.of(new Secret(secret))), "X-Sig", prefix, Form.HEX);
    }

    private static void accepts(Signature signature, String header, String given, String body) {
        assertThatNoException().isThrownBy(() -> signature.check(hook(header, given, body)));
    }

    private static void refuses(Signature signature, Hook hook, Reason reason) {
        Rejected rejected = catchThrowableOfType(Rejected.class, () -> signature.check(hook));
        assertThat(rejected).isNotNull();
        assertThat(rejected.reason()).isEqualTo(reason);
    }

    private static Hook hook(String header, String value, String body) {
        Map<String, Object> headers = new CaseInsensitiveMap();
        if (value != null) headers.put(header, value);
        return new Hook("shop", "POST", "", headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
