package io.serai.connect.quota;

import java.time.Duration;

/** BigCommerce: what is left of the window, and when the next one begins. */
final class BigCommerceQuota implements Correction {
    @Override
    public Advice read(Answer answer) {
        Long left = answer.number("X-Rate-Limit-Requests-Left");
        Long reset = answer.number("X-Rate-Limit-Time-Reset-Ms");
        boolean none = answer.tooMany() || left != null && left == 0;
        return new Advice(left, none && reset != null ? Duration.ofMillis(reset) : null, null);
    }
}
