package io.serai.mapping;

import io.serai.message.LinkKey;
import io.serai.message.Links;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Asks for each link once per exchange: many records of a batch refer to the same one. Belongs to one thread. */
final class RememberedLinks implements Links {
    private final Links links;
    private final Map<LinkKey, Optional<String>> known = new HashMap<>();
    private final Map<LinkKey, Optional<String>> gone = new HashMap<>();

    RememberedLinks(Links links) {
        this.links = links;
    }

    @Override
    public Optional<String> resolve(LinkKey link) {
        return known.computeIfAbsent(link, links::resolve);
    }

    @Override
    public Optional<String> gone(LinkKey link) {
        return gone.computeIfAbsent(link, links::gone);
    }
}
