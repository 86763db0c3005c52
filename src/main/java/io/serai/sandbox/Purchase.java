package io.serai.sandbox;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;

/** What somebody buys in a {@link Storefront}: some pieces of one product, in euros, with 19 % tax on top. */
record Purchase(Catalog.Product product, int quantity) {
    private static final BigDecimal TAX = new BigDecimal("0.19");

    static Purchase of(SplittableRandom random) {
        return new Purchase(Catalog.any(random), 1 + random.nextInt(3));
    }

    BigDecimal price() {
        return BigDecimal.valueOf(product.cents(), 2);
    }

    BigDecimal net() {
        return price().multiply(BigDecimal.valueOf(quantity));
    }

    BigDecimal tax() {
        return net().multiply(TAX).setScale(2, RoundingMode.HALF_UP);
    }

    BigDecimal gross() {
        return net().add(tax());
    }
}
