package io.serai.flow.schedule;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Begins a flow at intervals, once for each system of a kind, and remembers how far each has read.
 *
 * <p>As a consumer it runs each system on a thread of its own: a slow one delays no other, and no system is polled by two runs at
 * once. A failed run leaves the watermark where it is and the next one reads the same again; repeated failures lengthen the pause
 * up to tenfold. As a producer, {@code schedule:advance} moves the watermark, within the route's transaction if there is one.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "schedule",
        title = "Schedule",
        syntax = "schedule:name",
        remote = false,
        category = {Category.SCHEDULING})
@Metadata(annotations = {"protocol=none"})
public class ScheduleEndpoint extends DefaultEndpoint {
    static final String ADVANCE = "advance";

    @UriPath(description = "Name of the schedule, under which watermarks are kept; or 'advance' to move one")
    @Metadata(required = true)
    private String name;

    @UriParam(label = "consumer", description = "Kind of the systems to run for; without it the flow runs once for all")
    private String systems;

    @UriParam(
            label = "consumer",
            defaultValue = "30s",
            javaType = "java.time.Duration",
            description = "Pause between the end of a run and the next one")
    private long every = 30_000;

    @UriParam(
            label = "consumer",
            defaultValue = "1s",
            javaType = "java.time.Duration",
            description = "Pause before the first run; gives the rest of the runtime the time to start")
    private long initialDelay = 1_000;

    @UriParam(
            label = "consumer",
            defaultValue = "60s",
            javaType = "java.time.Duration",
            description =
                    "How far before the watermark a run reads again, for clocks that differ and transactions that take long")
    private long overlap = 60_000;

    @UriParam(
            label = "consumer",
            defaultValue = "1970-01-01T00:00:00Z",
            description = "Where the first run of all begins to read (ISO 8601)")
    private String begin = "1970-01-01T00:00:00Z";

    @UriParam(
            defaultValue = "yyyy-MM-dd HH:mm:ss",
            description = "How the system writes times, in UTC: a pattern, or 'iso'")
    private String format = "yyyy-MM-dd HH:mm:ss";

    @UriParam(
            label = "producer",
            description =
                    "Field with the time of each row of the body; without it the exchange property SeraiRowTime counts")
    private String timeField;

    @UriParam(
            label = "producer",
            defaultValue = "id",
            description = "Field with the id of each row of the body; without timeField, SeraiRowId counts")
    private String idField = "id";

    public ScheduleEndpoint(String uri, ScheduleComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        if (!name.equals(ADVANCE))
            throw new IllegalArgumentException("only 'schedule:advance' can be sent to, not 'schedule:" + name + "'");
        return new AdvanceProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (name.equals(ADVANCE)) throw new IllegalArgumentException("'schedule:advance' cannot be read from");
        ScheduleConsumer consumer = new ScheduleConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public ScheduleComponent getComponent() {
        return (ScheduleComponent) super.getComponent();
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getSystems() {
        return systems;
    }

    public void setSystems(String systems) {
        this.systems = systems;
    }

    public long getEvery() {
        return every;
    }

    public void setEvery(long every) {
        this.every = every;
    }

    public long getInitialDelay() {
        return initialDelay;
    }

    public void setInitialDelay(long initialDelay) {
        this.initialDelay = initialDelay;
    }

    public long getOverlap() {
        return overlap;
    }

    public void setOverlap(long overlap) {
        this.overlap = overlap;
    }

    public String getBegin() {
        return begin;
    }

    public void setBegin(String begin) {
        this.begin = begin;
    }

    public String getFormat() {
        return format;
    }

    public void setFormat(String format) {
        this.format = format;
    }

    public String getTimeField() {
        return timeField;
    }

    public void setTimeField(String timeField) {
        this.timeField = timeField;
    }

    public String getIdField() {
        return idField;
    }

    public void setIdField(String idField) {
        this.idField = idField;
    }
}
