package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What the shops sell. A configurable product is bought as one of its variants. */
final class Catalog {
    /** @param cents price without tax */
    record Product(String sku, String name, int cents, List<String> variants) {}

    private static final List<Product> PRODUCTS = List.of(
            new Product("TB-07", "Trail Bottle", 2521, List.of("GRN", "BLU", "BLK")),
            new Product("MJ-12", "Mountain Jacket \"Rysy\"", 18900, List.of("S", "M", "L", "XL")),
            new Product("RS-03", "Running Shoe", 10924, List.of("39", "41", "43", "45")),
            new Product("TS-21", "T-Shirt Łódź", 1672, List.of("S", "M", "L")),
            new Product("TENT-2", "Two-Person Tent", 24900, List.of()),
            new Product("STOVE-1", "Gas Stove", 5462, List.of()),
            new Product("LAMP-9", "Stirnlampe 400 lm", 3992, List.of()),
            new Product("MAP-PL", "Mapa Tatr 1:25 000", 756, List.of()),
            new Product("MUG-1", "Emaille-Becher", 924, List.of()),
            new Product("SB-44", "Sleeping Bag -5 °C", 13361, List.of()),
            new Product("ROPE-60", "Rope 60 m", 15042, List.of()),
            new Product("GIFT-50", "Gift Card", 5000, List.of()));

    private Catalog() {}

    static Product any(SplittableRandom random) {
        return PRODUCTS.get(random.nextInt(PRODUCTS.size()));
    }

    /** All products and variants as the API shows them, without ids and times. */
    static List<ObjectNode> all() {
        List<ObjectNode> all = new ArrayList<>();
        for (Product product : PRODUCTS) {
            for (String variant : product.variants()) {
                all.add(json(
                        product.sku() + "-" + variant, product.name() + "-" + variant, product.cents(), "simple", 1));
            }
            all.add(json(
                    product.sku(),
                    product.name(),
                    product.cents(),
                    product.variants().isEmpty() ? "simple" : "configurable",
                    4));
        }
        return all;
    }

    private static ObjectNode json(String sku, String name, int cents, String type, int visibility) {
        ObjectNode product = Json.object().put("sku", sku).put("name", name).put("attribute_set_id", 4);
        product.put("price", cents / 100.0)
                .put("status", 1)
                .put("visibility", visibility)
                .put("type_id", type);
        product.put("weight", 0.5);
        product.putObject("extension_attributes").putArray("website_ids").add(1);
        CustomerMaker.attribute(product.putArray("custom_attributes"), "description", "<p>" + name + "</p>");
        return product;
    }
}
