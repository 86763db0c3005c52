package io.serai.bus;

import io.serai.message.Priority;
import java.time.Duration;
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
 * Publish to and consume from topics of Serai's bus.
 *
 * <p>To publish: each live record of the exchange becomes one message; inside {@code policy: transaction} it is published exactly if the
 * transaction commits, else the step ends once the messages are durable. To consume: every group gets every message at least
 * once; messages of one key are handled one after the other; a message counts as handled once the route has ended.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "bus",
        title = "Serai Bus",
        syntax = "bus:topic",
        category = {Category.MESSAGING})
public class BusEndpoint extends DefaultEndpoint {
    /** Place of a system's name in the name of a group. */
    static final String SYSTEM = "{system}";

    @UriPath(description = "Name of the topic, such as customer.changed")
    @Metadata(required = true)
    private String topic;

    @UriParam(label = "consumer", description = "Name of the consumer group; needed to consume")
    private String group;

    @UriParam(
            label = "consumer",
            defaultValue = "1",
            description = "How many messages one exchange may have; from 2 on the body is an array")
    private int batch = 1;

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            javaType = "java.time.Duration",
            description = "How long a batch that is not full waits for more messages")
    private Duration linger = Duration.ZERO;

    @UriParam(label = "consumer", defaultValue = "1", description = "How many exchanges are handled at the same time")
    private int concurrency = 1;

    @UriParam(
            label = "producer",
            enums = "live,replay,backfill",
            description =
                    "How urgent the messages, and the calls to vendors that follow from them, are; by default what the"
                            + " exchange property SeraiPriority says, else as the message that they follow from")
    private String priority;

    @UriParam(
            label = "consumer",
            defaultValue = Ordering.PARK,
            enums = Ordering.NAMES,
            description =
                    "What becomes of later messages of a key while an earlier one is parked: park lets them go on, block holds"
                            + " them back behind it, superseded leaves the earlier one out once there is a newer one")
    private String ordering = Ordering.PARK;

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            description =
                    "The groups see what is published only after this time, such as PT1H or 1h; the headers SeraiDelay and"
                            + " SeraiDelayUntil (a time) go before it")
    private Duration delay;

    @UriParam(
            label = "producer",
            description =
                    "Names a timer of what the message is about: while it is not due, a newer one of the same topic, key and"
                            + " record replaces it. The header SeraiDelayKey goes before it")
    private String delayKey;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Publishes nothing, but takes back the timer of delayKey, unless it has been due already")
    private boolean cancel;

    @UriParam(
            label = "consumer",
            description =
                    "Kind of systems, such as magento: the route then has a group for each system of that kind, whose name in"
                            + " the option group is {system}, and the header SeraiTarget tells it. One that is down holds up"
                            + " only its own group")
    private String systems;

    BusEndpoint(String uri, BusComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new BusProducer(
                this, component().bus(), fixedPriority(), component().clock());
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (group == null || group.isBlank())
            throw new IllegalArgumentException(
                    "bus:" + topic + " needs a group to be consumed: bus:" + topic + "?group=NAME");
        if (batch < 1 || concurrency < 1)
            throw new IllegalArgumentException("bus:" + topic + ": batch and concurrency must be 1 or more");
        if ((systems != null) != group.contains(SYSTEM))
            throw new IllegalArgumentException(
                    "bus:" + topic + ": a group for each system needs the options systems=KIND and"
                            + " group={system}, or a name with {system} in it");
        component().workshop().orderings().of(ordering);
        BusConsumer consumer = new BusConsumer(this, processor, component().workshop());
        configureConsumer(consumer);
        return consumer;
    }

    private Priority fixedPriority() {
        if (priority == null) return null;
        return Priority.of(priority)
                .orElseThrow(() -> new IllegalArgumentException(
                        "bus:" + topic + ": priority is '" + priority + "': expected live, replay or backfill"));
    }

    private BusComponent component() {
        return (BusComponent) getComponent();
    }

    public String getTopic() {
        return topic;
    }

    public void setTopic(String topic) {
        this.topic = topic;
    }

    public String getGroup() {
        return group;
    }

    public void setGroup(String group) {
        this.group = group;
    }

    public int getBatch() {
        return batch;
    }

    public void setBatch(int batch) {
        this.batch = batch;
    }

    public Duration getLinger() {
        return linger;
    }

    public void setLinger(Duration linger) {
        this.linger = linger;
    }

    public String getOrdering() {
        return ordering;
    }

    public void setOrdering(String ordering) {
        this.ordering = ordering;
    }

    public int getConcurrency() {
        return concurrency;
    }

    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    public String getPriority() {
        return priority;
    }

    public void setPriority(String priority) {
        this.priority = priority;
    }

    public Duration getDelay() {
        return delay;
    }

    public void setDelay(Duration delay) {
        this.delay = delay;
    }

    public String getDelayKey() {
        return delayKey;
    }

    public void setDelayKey(String delayKey) {
        this.delayKey = delayKey;
    }

    public boolean isCancel() {
        return cancel;
    }

    public void setCancel(boolean cancel) {
        this.cancel = cancel;
    }

    public String getSystems() {
        return systems;
    }

    public void setSystems(String systems) {
        this.systems = systems;
    }
}
