package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.message.Failure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MagentoFailuresTest {
    private final MagentoFailures magento = new MagentoFailures();

    @Test
    void aRefusalNamesTheField() {
        assertThat(detail("""
                {"message":"\\"%fieldName\\" is required. Enter and try again.","parameters":{"fieldName":"telephone"}}""")).isEqualTo("answered 400: telephone is required");
    }

    @Test
    void severalAreNamedTogetherAndNoValueIs() {
        assertThat(detail("""
                {"message":"One or more input exceptions have occurred.","errors":[
                  {"message":"Invalid value of \\"%value\\" provided for the %fieldName field.","parameters":{"fieldName":"regionId","value":"anna@example.com"}},
                  {"message":"\\"%fieldName\\" is required. Enter and try again.","parameters":{"fieldName":"city"}}]}""")).isEqualTo("answered 400: city is required, regionId is not valid");
    }

    @Test
    void whatIsNoNameOfAFieldIsNotRepeated() {
        assertThat(detail("{\"message\":\"No such entity\",\"parameters\":{\"fieldName\":\"anna@example.com\"}}"))
                .isEqualTo("answered 400");
        assertThat(detail("{\"message\":\"x\",\"parameters\":[\"anna@example.com\"]}"))
                .isEqualTo("answered 400");
        assertThat(detail("<html>")).isEqualTo("answered 400");
    }

    private String detail(String body) {
        Failure usual = new Failure(false, "http-400", "answered 400", null);
        Failure judged = magento.judge(new HttpAnswer(400, Map.of(), body), usual);
        assertThat(judged.code()).isEqualTo("http-400");
        assertThat(judged.transientFailure()).isFalse();
        return judged.detail();
    }
}
