package io.serai.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.JsonFormatter;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.QueueHandler;
import org.jboss.logmanager.handlers.WriterHandler;
import org.junit.jupiter.api.Test;

class TraceInLogsTest {
    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void aLineOfATraceSaysWhichWhereEcsHasIt() {
        assertThat(line(Map.of("trace_id", ID)).path("trace.id").asText()).isEqualTo(ID);
        assertThat(line(Map.of("trace_id", ID)).path("message").asText()).isEqualTo("said");
    }

    @Test
    void anyOtherLineIsAsItWas() {
        assertThat(line(Map.of()).has("trace.id")).isFalse();
    }

    @Test
    void handlersBehindOthersAreChangedToo() {
        WriterHandler console = new WriterHandler();
        console.setFormatter(new JsonFormatter());
        WriterHandler text = new WriterHandler();
        text.setFormatter(new PatternFormatter("%m"));
        QueueHandler outer = new QueueHandler();
        outer.addHandler(console);
        outer.addHandler(text);

        TraceInLogs.change(outer);

        assertThat(console.getFormatter()).isInstanceOf(TraceInLogs.WithTrace.class);
        assertThat(text.getFormatter()).isInstanceOf(PatternFormatter.class);
    }

    private static JsonNode line(Map<String, String> context) {
        ExtLogRecord line = new ExtLogRecord(Level.INFO, "said", "test");
        line.setMdc(context);
        return Json.read(
                new TraceInLogs.WithTrace(new JsonFormatter()).format(line).getBytes(StandardCharsets.UTF_8));
    }
}
