package io.serai.watch;

import io.quarkus.runtime.StartupEvent;
import io.serai.message.Tracing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.JsonFormatter;

/**
 * Adds {@code trace.id} to lines in JSON, where ECS has it; Quarkus can put what the bus says of a line's trace only below {@code
 * labels}. Where nothing is traced, formatters are left alone.
 */
@ApplicationScoped
class TraceInLogs {
    /** As the bus calls it in a line's context. */
    static final String KEY = "trace_id";

    void start(@Observes StartupEvent start, Tracing tracing) {
        if (tracing.on()) change(Logger.getLogger("").getHandlers());
    }

    /** Quarkus's handlers stand behind one that holds lines back until there is a configuration. */
    static void change(Handler... handlers) {
        for (Handler handler : handlers) {
            if (handler.getFormatter() instanceof JsonFormatter json) handler.setFormatter(new WithTrace(json));
            if (handler instanceof ExtHandler outer) change(outer.getHandlers());
        }
    }

    /** JSON objects of another formatter, with one more member. */
    static final class WithTrace extends ExtFormatter {
        private final ExtFormatter json;

        WithTrace(ExtFormatter json) {
            this.json = json;
        }

        @Override
        public String format(ExtLogRecord line) {
            String text = json.format(line);
            String trace = line.getMdc(KEY);
            return trace == null ? text : "{\"trace.id\":\"" + trace + "\"," + text.substring(1);
        }
    }
}
