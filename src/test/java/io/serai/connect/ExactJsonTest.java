package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ExactJsonTest {
    @Test
    void anAmountKeepsItsDigits() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        new ExactJson().customize(mapper);

        assertThat(mapper.readTree("{\"total\":100.00,\"tax\":0.1000000000000000055}"))
                .hasToString("{\"total\":100.00,\"tax\":0.1000000000000000055}");
    }
}
