package io.serai.connect.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.connect.Credentials;
import io.serai.connect.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Known answers were computed by another program (Python's hmac and urllib), which gives the published HMAC-SHA1 signature of the
 * first one's request, too.
 */
class OAuth1Test {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1191242096), ZoneOffset.UTC);
    private static final Credentials.OAuth1 CREDENTIALS = new Credentials.OAuth1(
            "dpf43f3p2l4k3l03",
            new Secret("kd94hf93k423kf44"),
            new Secret("nnch734d00sl2jdk"),
            new Secret("pfkkdhi9sl3r4s00"));

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "GET http://photos.example.net /photos?file=vacation.jpg&size=original"
                        + " WVPzl1j6ZsnkIjWr7e3OZ3jkenL57KwaLFhYsroX1hg=",
                "GET https://shop.example.com /rest/all/V1/orders?searchCriteria%5Bfilter_groups%5D%5B0%5D%5Bfilters%5D%5B0%5D%5Bfield%5D=updated_at&searchCriteria%5Bfilter_groups%5D%5B0%5D%5Bfilters%5D%5B0%5D%5Bvalue%5D=2026-11-20%2010%3A15%3A31&searchCriteria%5BpageSize%5D=200"
                        + " 5r1fmMzDS3WIwBgxMG/RpWAZlojvBuY5qWvYBsxRyZI=",
                "GET http://localhost:8080/sandbox/magento-pl /sandbox/magento-pl/rest/all/V1/customers/search?a1=x&a=y&b5=%3D%253D&c2=&name=Z%C3%BCrich&plus=1%2B1&blank=r+b"
                        + " uA2pDvKDv3Rtr0rVnT7yCZxsSYwOD0/wxBEAY8eExdo=",
                "POST https://shop.example.com /rest/all/V1/customers Cq+KlwTtgA46hVdIxeD9pQoVcXgJnRujnV7fcrZfcyg=",
                "GET https://shop.example.com /rest/all/V1/products/ABC%2F10"
                        + " /qQ/iWU43Ge3tvxboGoZYt3yPoM8vnrTkWn3qRV3+WU=",
                "GET HTTPS://Shop.Example.COM:443 /rest/all/V1/products/ABC%2F10"
                        + " /qQ/iWU43Ge3tvxboGoZYt3yPoM8vnrTkWn3qRV3+WU=",
            })
    void aSignatureIsTheOneThatAnotherProgramComputes(String method, String url, String target, String signature) {
        String header = signer(CREDENTIALS, url, url).authorize(method, target);

        assertThat(header)
                .isEqualTo("OAuth oauth_consumer_key=\"dpf43f3p2l4k3l03\", oauth_nonce=\"kllo9940pd9333jh\","
                        + " oauth_signature=\"" + PercentCode.encode(signature)
                        + "\", oauth_signature_method=\"HMAC-SHA256\", oauth_timestamp=\"1191242096\","
                        + " oauth_token=\"nnch734d00sl2jdk\", oauth_version=\"1.0\"");
    }

    @Test
    void secretsAreEncodedInTheKey() {
        Credentials.OAuth1 odd = new Credentials.OAuth1(
                CREDENTIALS.consumerKey(), new Secret("se&cret+/="), CREDENTIALS.accessToken(), new Secret("tok en%"));

        String header = signer(odd, "http://photos.example.net", "http://photos.example.net")
                .authorize("GET", "/photos?file=vacation.jpg&size=original");

        assertThat(header).contains(PercentCode.encode("kgYhZhkKzLDO6swx3HMYTpF6nOgxdkGVmWf7o3tU1uQ="));
    }

    @Test
    void behindAProxyTheUrlThatTheShopSeesIsSigned() {
        String direct = signer(CREDENTIALS, "https://shop.example.com", "https://shop.example.com")
                .authorize("POST", "/rest/all/V1/customers");
        String proxied = signer(CREDENTIALS, "http://10.0.0.7:8080/magento", "https://shop.example.com")
                .authorize("POST", "/magento/rest/all/V1/customers");

        assertThat(proxied).isEqualTo(direct);
    }

    private static OAuth1 signer(Credentials.OAuth1 credentials, String url, String signingUrl) {
        return new OAuth1(credentials, URI.create(url), URI.create(signingUrl), CLOCK, () -> "kllo9940pd9333jh");
    }
}
