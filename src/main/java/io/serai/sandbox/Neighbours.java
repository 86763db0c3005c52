package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;

/** Some customers of the double {@code magento-pl}, as it is seeded: other systems know the same people, so that merges show. */
final class Neighbours {
    private static final String SHOP = "magento-pl";

    private Neighbours() {}

    /** Every second of them, as Magento writes customers. */
    static List<ObjectNode> of(SandboxOptions options, Clock clock) {
        Shop shop = new Shop(SHOP, clock, (type, entity) -> {});
        shop.seed(options.seed());
        return IntStream.rangeClosed(1, shop.customers.shelf.size())
                .filter(id -> id % 2 == 0)
                .mapToObj(id -> shop.customers.shelf.get(id).read())
                .toList();
    }
}
