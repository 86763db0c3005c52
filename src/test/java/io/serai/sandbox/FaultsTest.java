package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final String ORDERS = "rest/all/V1/orders?searchCriteria=all";
    private static SandboxServer server;
    private static Web shop;
    private static Web crm;

    @BeforeAll
    static void start() {
        server = SandboxServer.start(0);
        shop = Web.of(server, "magento-pl").as("Bearer sandbox-access-token");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void reset() {
        shop.reset();
        crm = Web.of(server, "salesforce").salesforceLogin();
    }

    @Test
    void magentoFailsWithAReportIdOrAHtmlPage() {
        shop.post("fail", "{\"status\":500,\"times\":1}");
        shop.post("fail", "{\"kind\":\"html\",\"status\":503,\"times\":1}");

        assertThat(shop.get(ORDERS).json().path("message").asText())
                .matches(
                        "Internal Error\\. Details are available in Magento log file\\. Report ID: webapi-[0-9a-f]{13}");
        Web.Answer page = shop.get(ORDERS);
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text()).startsWith("<!DOCTYPE html>");
        assertThat(shop.get(ORDERS).status()).isEqualTo(200);
    }

    @Test
    void salesforceIsUnavailableForAShareOfTheCalls() {
        crm.post("fail", "{\"rate\":0.5,\"status\":503}");
        int failed = 0;
        for (int i = 0; i < 200; i++) {
            Web.Answer answer = crm.get("services/data/v67.0/limits");
            if (answer.status() == 503) {
                failed++;
                assertThat(answer.json().at("/0/errorCode").asText()).isEqualTo("SERVER_UNAVAILABLE");
                assertThat(answer.header("Sforce-Limit-Info")).startsWith("api-usage=");
            }
        }

        assertThat(failed).isBetween(50, 150);
        assertThat(crm.send("DELETE", "fail", null).json()).isEmpty();
        assertThat(crm.get("services/data/v67.0/limits").status()).isEqualTo(200);
    }

    @Test
    void anOutageEndsByItself() {
        shop.post("fail", "{\"outage\":0.4}");

        assertThat(shop.get(ORDERS).status()).isEqualTo(503);
        await().until(() -> shop.get(ORDERS).status() == 200);
        assertThat(shop.get("fail").json()).isEmpty();
    }

    @Test
    void aTimeoutAfterTheCommitLeavesTheWorkDone() {
        shop.post("fail", "{\"kind\":\"timeout-after-commit\",\"latencyMs\":50,\"times\":1,\"path\":\"customers\"}");
        String body = "{\"customer\":{\"email\":\"lost@example.com\",\"firstname\":\"L\",\"lastname\":\"Ost\"}}";

        assertThatThrownBy(() -> shop.sendOrFail("POST", "rest/V1/customers", body))
                .isInstanceOf(IOException.class);
        assertThat(shop.post("rest/V1/customers", body).json().path("message").asText())
                .contains("already exists");
    }

    @Test
    void aDroppedConnectionLeavesNothingDone() {
        shop.post("fail", "{\"kind\":\"drop\",\"times\":1}");
        String body = "{\"customer\":{\"email\":\"drop@example.com\",\"firstname\":\"D\",\"lastname\":\"Rop\"}}";

        assertThatThrownBy(() -> shop.sendOrFail("POST", "rest/V1/customers", body))
                .isInstanceOf(IOException.class);
        assertThat(shop.post("rest/V1/customers", body).status()).isEqualTo(200);
    }

    @Test
    void latencyAloneIsSlowButRight() {
        shop.post("fail", "{\"latencyMs\":150,\"times\":1}");
        long start = System.nanoTime();

        assertThat(shop.get(ORDERS).status()).isEqualTo(200);
        assertThat(System.nanoTime() - start).isGreaterThan(140_000_000L);
    }

    @Test
    void onlyCallsOfThePathFail() {
        shop.post("fail", "{\"status\":500,\"path\":\"V1/customers\"}");

        assertThat(shop.get(ORDERS).status()).isEqualTo(200);
        assertThat(shop.get("rest/all/V1/customers/1").status()).isEqualTo(500);
    }

    @Test
    void rowsCannotBeLockedOnceAndThenCan() {
        crm.post("fail", "{\"kind\":\"rows\",\"times\":1}");
        String rows = """
                {"allOrNone":false,"records":[
                 {"attributes":{"type":"Account"},"Serai_Id__c":"a1","Name":"One"},
                 {"attributes":{"type":"Account"},"Serai_Id__c":"a2","Name":"Two"}]}""";
        String path = "services/data/v67.0/composite/sobjects/Account/Serai_Id__c";

        var first = crm.send("PATCH", path, rows);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().at("/0/errors/0/statusCode").asText()).isEqualTo("UNABLE_TO_LOCK_ROW");
        assertThat(first.json().at("/1/success").asBoolean()).isTrue();
        assertThat(crm.send("PATCH", path, rows).json().at("/0/created").asBoolean())
                .isTrue();
    }

    @Test
    void anExpiredSessionIsRefusedUntilTheNextLogin() {
        assertThat(crm.get("services/data/v67.0/limits").status()).isEqualTo(200);
        crm.post("fail", "{\"kind\":\"session\"}");
        Web.Answer expired = crm.get("services/data/v67.0/limits");

        assertThat(expired.status()).isEqualTo(401);
        assertThat(expired.json().toString())
                .isEqualTo("[{\"message\":\"Session expired or invalid\",\"errorCode\":\"INVALID_SESSION_ID\"}]");
        assertThat(crm.salesforceLogin().get("services/data/v67.0/limits").status())
                .isEqualTo(200);
    }

    @Test
    void aWrongOrderIsRefusedWithWhatWasExpected() {
        assertThat(shop.post("fail", "{\"kind\":\"explode\"}").text()).contains("timeout-after-commit");
        assertThat(shop.post("fail", "{\"rate\":7}").status()).isEqualTo(400);
        assertThat(shop.post("fail", "[]").status()).isEqualTo(400);
        assertThat(Web.of(server, "unknown").post("fail", "{}").status()).isEqualTo(404);
    }

    @Test
    void callsAreCountedByPathTemplateAndStatus() {
        shop.get(ORDERS);
        shop.get("rest/all/V1/customers/1");
        shop.get("rest/all/V1/customers/99");
        var stats = shop.get("stats").json();

        assertThat(stats.at("/calls/GET rest~1all~1V1~1orders/200").asInt()).isEqualTo(1);
        assertThat(stats.at("/calls/GET rest~1all~1V1~1customers~1*/200").asInt())
                .isEqualTo(1);
        assertThat(stats.at("/calls/GET rest~1all~1V1~1customers~1*/404").asInt())
                .isEqualTo(1);
        assertThat(stats.path("callsTotal").asInt()).isEqualTo(3);
    }
}
