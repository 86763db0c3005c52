package io.serai.journal;

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
 * Store inbound messages before they are acknowledged to their sender.
 *
 * <p>Takes one JSON object (with the headers that {@code verifyWebhook} sets) or an array of rows (with the options below),
 * stores each that is new, and makes them the records of the exchange; duplicates are counted and left out. Belongs inside
 * {@code policy: transaction} together with the {@code bus:} step, so that both are durable or neither is.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "journal",
        title = "Serai Journal",
        syntax = "journal:verb",
        producerOnly = true,
        category = {Category.MESSAGING})
public class JournalEndpoint extends DefaultEndpoint {
    @UriPath(enums = "receive", description = "What to do")
    @Metadata(required = true)
    private String verb;

    @UriParam(description = "Entity of the rows; default is the header SeraiEntity")
    private String entity;

    @UriParam(defaultValue = "id", description = "Field of a row that holds its id in the source system")
    private String idField = "id";

    @UriParam(defaultValue = "updated_at", description = "Field of a row that tells when it changed")
    private String versionField = "updated_at";

    @UriParam(
            defaultValue = "false",
            description =
                    "Whether rows that are known stay on the exchange, too, under the id by which they are known; the header SeraiDuplicate"
                            + " tells that none of them is new. For who needs them handled before going on, and cannot know whether they are")
    private boolean keepKnown;

    private final Reception reception;

    JournalEndpoint(String uri, JournalComponent component, Reception reception) {
        super(uri, component);
        this.reception = reception;
    }

    @Override
    public Producer createProducer() {
        return new JournalProducer(this, reception);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("journal:" + verb + " cannot be consumed; read the topic with bus:");
    }

    public String getVerb() {
        return verb;
    }

    public void setVerb(String verb) {
        this.verb = verb;
    }

    public String getEntity() {
        return entity;
    }

    public void setEntity(String entity) {
        this.entity = entity;
    }

    public String getIdField() {
        return idField;
    }

    public void setIdField(String idField) {
        this.idField = idField;
    }

    public String getVersionField() {
        return versionField;
    }

    public void setVersionField(String versionField) {
        this.versionField = versionField;
    }

    public boolean isKeepKnown() {
        return keepKnown;
    }

    public void setKeepKnown(boolean keepKnown) {
        this.keepKnown = keepKnown;
    }
}
