package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Adds up an order in cents. Magento shows an item's discount as positive and the order's as negative. */
final class Totals {
    private final int taxPercent;
    private final int discountPercent;
    private long subtotal;
    private long tax;
    private long discount;

    Totals(int taxPercent, int discountPercent) {
        this.taxPercent = taxPercent;
        this.discountPercent = discountPercent;
    }

    void add(ObjectNode line, long priceCents, int quantity) {
        long row = priceCents * quantity;
        long rowDiscount = row * discountPercent / 100;
        long rowTax = (row - rowDiscount) * taxPercent / 100;
        line.put("price", money(priceCents)).put("price_incl_tax", money(priceCents + priceCents * taxPercent / 100));
        line.put("tax_percent", taxPercent).put("tax_amount", money(rowTax)).put("row_total", money(row));
        line.put("discount_amount", money(rowDiscount));
        subtotal += row;
        tax += rowTax;
        discount += rowDiscount;
    }

    void write(ObjectNode order, boolean paid, long shippingCents) {
        long total = subtotal + tax - discount + shippingCents;
        order.put("subtotal", money(subtotal)).put("subtotal_incl_tax", money(subtotal + tax));
        order.put("tax_amount", money(tax)).put("discount_amount", money(-discount));
        order.put("shipping_amount", money(shippingCents)).put("grand_total", money(total));
        order.put("base_grand_total", money(total)).put("total_due", money(paid ? 0 : total));
        if (paid) {
            order.put("total_paid", money(total));
        }
    }

    void taxes(ArrayNode taxes, String country) {
        taxes.addObject()
                .put("code", country + "-VAT")
                .put("title", "VAT " + country)
                .put("percent", taxPercent)
                .put("amount", money(tax))
                .put("base_amount", money(tax));
    }

    static double money(long cents) {
        return cents / 100.0;
    }
}
