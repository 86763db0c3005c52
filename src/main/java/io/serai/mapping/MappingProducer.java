package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Links;
import io.serai.message.ReadBack;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Maps the records of an exchange: those of its batch, else the body. Stateless between exchanges. */
final class MappingProducer extends DefaultProducer {
    private final MappingEndpoint endpoint;
    private final Mappings mappings;
    private final Links links;

    /** @param links null when nothing can resolve references */
    MappingProducer(MappingEndpoint endpoint, Mappings mappings, Links links) {
        super(endpoint);
        this.endpoint = endpoint;
        this.mappings = mappings;
        this.links = links;
    }

    /** A route that names a table which does not exist does not start. */
    @Override
    protected void doStart() throws Exception {
        mappings.plan(endpoint.getName());
        if (endpoint.getReadBack() != null) readingBack();
        super.doStart();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Plan plan = mappings.plan(endpoint.getName());
        if (Batches.envelope(exchange) != null) {
            BatchMapping mapping = new BatchMapping(plan, links(), endpoint.getSystem());
            Batch mapped = Batches.current(exchange).mapLive(mapping::map);
            if (endpoint.getReadBack() != null)
                ReadBack.add(exchange, readingBack().of(mapped.live()));
            Batches.setOrStop(exchange, mapped);
            return;
        }
        BodyMapping mapping = new BodyMapping(plan, links(), system(exchange, plan));
        JsonNode mapped = mapping.map(exchange.getMessage().getMandatoryBody(JsonNode.class));
        if (mapped == null) exchange.setRouteStop(true);
        else exchange.getMessage().setBody(mapped);
    }

    private ReadingBack readingBack() {
        return new ReadingBack(mappings.plan(endpoint.getReadBack()), links());
    }

    private String system(Exchange exchange, Plan plan) {
        if (endpoint.getSystem() != null) return endpoint.getSystem();
        return exchange.getMessage().getHeader("SeraiSystem", plan.head().kind(), String.class);
    }

    private Links links() {
        if (links == null)
            return link -> {
                throw new IllegalStateException("there is nothing in the registry that resolves links");
            };
        return new RememberedLinks(links);
    }
}
