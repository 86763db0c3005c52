package io.serai.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.ServiceLoader;
import net.thisptr.jackson.jq.Function;
import org.junit.jupiter.api.Test;

/** Native executables load jq's functions only when each is named: an update of jq must not be forgotten there. */
class NativeHintsTest {
    @Test
    void everyFunctionOfJqIsNamedForNativeExecutables() throws Exception {
        JsonNode hints = new ObjectMapper()
                .readTree(getClass()
                        .getResourceAsStream("/META-INF/native-image/io.serai/mapping/reachability-metadata.json"));

        List<String> named = hints.get("reflection").findValuesAsText("type");

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(ServiceLoader.load(Function.class).stream()
                        .map(provider -> provider.type().getName())
                        .toList());
    }
}
