package io.serai.connect.quota;

/** Shopify's REST API: {@code X-Shopify-Shop-Api-Call-Limit: 32/40}, which leaks two a second. */
final class ShopifyQuota implements Correction {
    @Override
    public Advice read(Answer answer) {
        String calls = answer.header("X-Shopify-Shop-Api-Call-Limit");
        int slash = calls == null ? -1 : calls.indexOf('/');
        if (slash < 0) return Advice.NONE;
        Long used = Numbers.read(calls.substring(0, slash));
        Long size = Numbers.read(calls.substring(slash + 1));
        return used == null || size == null ? Advice.NONE : Advice.left(Math.max(0, size - used));
    }
}
