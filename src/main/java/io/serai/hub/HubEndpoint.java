package io.serai.hub;

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
 * One record per customer, company, order and product across all systems.
 *
 * <p>Every verb works on all live records of the exchange and writes in one transaction, which joins that of {@code policy: transaction}.
 * Repeating a step changes nothing; nothing older overwrites anything newer; what is settled here is left out of the body.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "hub",
        title = "Serai Hub",
        syntax = "hub:verb",
        producerOnly = true,
        category = {Category.TRANSFORMATION})
public class HubEndpoint extends DefaultEndpoint {
    @UriPath(
            enums =
                    "merge,pending,unsent,delivered,link,known,record,forget,engage,engagements,permits,unite,remove,restore,census,present,absent",
            description =
                    "merge: canonical entities into records; the body becomes the change, unchanged ones are settled."
                            + " pending: the records as they are now, without those that the target has."
                            + " unsent: drops mapped bodies that are what the target has."
                            + " delivered: keeps the target's results, one for each record."
                            + " link: declares which record an object of a system is."
                            + " known: the body gets whether the object that it is belongs to a record."
                            + " record: the body becomes the record."
                            + " forget: erases a person, for good."
                            + " engage: keeps a fact about a person, once."
                            + " engagements: the body gets what its record did."
                            + " permits: filters out whose person does not want marketing by the channel."
                            + " unite: a system merged its object 'from' into 'into'; the body becomes the change."
                            + " remove: a system deleted an object; the body becomes the change."
                            + " restore: a system has an object after all that was taken as deleted; the body becomes the change."
                            + " census: a reading of all objects of a system begins."
                            + " present: notes the objects of a page of it."
                            + " absent: ends it; the body becomes the known objects that it did not show, and those that it showed though they were"
                            + " taken as deleted.")
    @Metadata(required = true)
    private String verb;

    @UriParam(description = "System that is delivered to, for pending, unsent and delivered")
    private String target;

    @UriParam(description = "Object of the target, such as Contact, for pending, unsent and delivered")
    private String object;

    @UriParam(
            description =
                    "For pending: leaves out records that this system does not know; of a single record, the header"
                            + " SeraiTargetId tells the id that it has there, SeraiTargetIds all of them as a JSON array, and SeraiDeliveredAt when the target was last told, if it ever was")
    private String known;

    @UriParam(
            description =
                    "A regular expression of ids, by default of all: for pending, with known, of those that count, where not all that the"
                            + " system has of a record is the record itself; for absent, of those that the reading can show. A plus would be"
                            + " read as a blank")
    private String ids;

    @UriParam(
            defaultValue = "true",
            description =
                    "Whether the object of the target is the record itself; false for one that is only about it, such as a"
                            + " task: then references to the record do not lead to it. The same in unsent and delivered")
    private boolean identity = true;

    @UriParam(
            description =
                    "Entity of the records, for link, known, record, forget, unite, remove and restore, where neither body nor notes tell it, and for"
                            + " census; for engage, what a person is (customer)")
    private String entity;

    @UriParam(
            description =
                    "For unsent: member of the bodies that gets the id that the record has in the target, where that is known;"
                            + " it does not count as content. For present, known, and record with a system: member that has the id (id)")
    private String idField;

    @UriParam(
            defaultValue = "false",
            description =
                    "For unsent, with idField: only of objects that the target had before anything was delivered to it, so that they are"
                            + " found once by their id and from then on by the key that was written")
    private boolean adopt;

    @UriParam(
            defaultValue = "true",
            description =
                    "For unsent: whether the target has the record's values then, so that its report of them is not taken for its own word;"
                            + " false for what only tells of them, such as a comment")
    private boolean echo = true;

    @UriParam(
            description =
                    "For record and pending: also where its values come from, as provenance: {status: {system: .., at: ..}}, by path")
    private boolean provenance;

    @UriParam(description = "For pending: whether records that no system has any more are wanted too, to delete them")
    private boolean gone;

    @UriParam(description = "For pending: whether objects that were deleted in the target are written again")
    private boolean recreate;

    @UriParam(
            description =
                    "For link, the system in which the record has the declared id; for known, unite, remove, restore and census, whose objects are meant; for"
                            + " merge and engage, in whose name it is said. By default the message's source. For record, whose object the record is, where the"
                            + " message does not name the record itself")
    private String system;

    @UriParam(
            javaType = "java.time.Duration",
            description = "For engagements: how far back, such as P90D; by default all")
    private Duration since;

    @UriParam(
            defaultValue = "100",
            description =
                    "For engagements: how many of them the body gets, the newest first; counts and points are of all")
    private int limit = 100;

    @UriParam(enums = "email,sms", description = "For permits: by which channel the marketing goes")
    private String channel;

    @UriParam(
            defaultValue = "deny",
            enums = "deny,allow",
            description = "For permits: what becomes of records of whose person no decision is known. For record with a"
                    + " system: whether a body about an object that is not known yet waits, or goes on as it is")
    private String unknown = "deny";

    @UriParam(description = "For pending: lets the mapping know the record's id in the target, as $there")
    private boolean there;

    @UriParam(
            description =
                    "For pending: only records of people who were forgotten, to tell a target that has them; nothing is left of them but, with"
                            + " known, {ids: [...]}, all that they have in that system")
    private boolean forgotten;

    @UriParam(
            description =
                    "For pending: names of decisions, with commas, such as emailMarketing,smsMarketing: only records in which one of them is a no, so"
                            + " that a refusal does not wait behind whatever else is to be told")
    private String refused;

    @UriParam(
            enums = "stop,again",
            description =
                    "For pending, where the object is a fact: the target is told once, however the record changes. stop gives up"
                            + " what was sent without an answer, again sends it once more")
    private String once;

    @UriParam(
            defaultValue = "100",
            description = "For absent: so many objects may be missing; of more, none is taken as deleted")
    private int most = 100;

    @UriParam(
            description =
                    "For merge: what is merged was read from a target between unsent and the writing, so that what it says of a decision is"
                            + " judged by what was written there earlier")
    private boolean beforeWriting;

    HubEndpoint(String uri, HubComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new HubProducer(this, ((HubComponent) getComponent()).hub().step(this));
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("hub: cannot be consumed from; changes come from bus:<entity>.changed");
    }

    public String getVerb() {
        return verb;
    }

    public void setVerb(String verb) {
        this.verb = verb;
    }

    public String getTarget() {
        return target;
    }

    public void setTarget(String target) {
        this.target = target;
    }

    public String getObject() {
        return object;
    }

    public void setObject(String object) {
        this.object = object;
    }

    public String getKnown() {
        return known;
    }

    public void setKnown(String known) {
        this.known = known;
    }

    public String getIdField() {
        return idField;
    }

    public void setIdField(String idField) {
        this.idField = idField;
    }

    public boolean isAdopt() {
        return adopt;
    }

    public void setAdopt(boolean adopt) {
        this.adopt = adopt;
    }

    public boolean isEcho() {
        return echo;
    }

    public void setEcho(boolean echo) {
        this.echo = echo;
    }

    public boolean isIdentity() {
        return identity;
    }

    public void setIdentity(boolean identity) {
        this.identity = identity;
    }

    public boolean isThere() {
        return there;
    }

    public void setThere(boolean there) {
        this.there = there;
    }

    public boolean isForgotten() {
        return forgotten;
    }

    public void setForgotten(boolean forgotten) {
        this.forgotten = forgotten;
    }

    public String getRefused() {
        return refused;
    }

    public void setRefused(String refused) {
        this.refused = refused;
    }

    public String getOnce() {
        return once;
    }

    public void setOnce(String once) {
        this.once = once;
    }

    public String getEntity() {
        return entity;
    }

    public void setEntity(String entity) {
        this.entity = entity;
    }

    public String getSystem() {
        return system;
    }

    public void setSystem(String system) {
        this.system = system;
    }

    public Duration getSince() {
        return since;
    }

    public void setSince(Duration since) {
        this.since = since;
    }

    public int getLimit() {
        return limit;
    }

    public void setLimit(int limit) {
        this.limit = limit;
    }

    public String getChannel() {
        return channel;
    }

    public void setChannel(String channel) {
        this.channel = channel;
    }

    public String getUnknown() {
        return unknown;
    }

    public void setUnknown(String unknown) {
        this.unknown = unknown;
    }

    public boolean isProvenance() {
        return provenance;
    }

    public void setProvenance(boolean provenance) {
        this.provenance = provenance;
    }

    public String getIds() {
        return ids;
    }

    public void setIds(String ids) {
        this.ids = ids;
    }

    public int getMost() {
        return most;
    }

    public void setMost(int most) {
        this.most = most;
    }

    public boolean isGone() {
        return gone;
    }

    public void setGone(boolean gone) {
        this.gone = gone;
    }

    public boolean isBeforeWriting() {
        return beforeWriting;
    }

    public void setBeforeWriting(boolean beforeWriting) {
        this.beforeWriting = beforeWriting;
    }

    public boolean isRecreate() {
        return recreate;
    }

    public void setRecreate(boolean recreate) {
        this.recreate = recreate;
    }
}
