package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private final Intake intake = new Intake();

    @Test
    void whatNobodyTookBeforeTheEndIsRefusedAndNobodyWaitsForEver() {
        CompletableFuture<String> left = intake.submit(tx -> "left", false);
        intake.close();
        assertThat(intake.open()).as("what is there may still be taken").isTrue();
        assertThat(left).isNotDone();
        intake.end();
        assertThat(intake.open()).isFalse();
        refused(left);
        refused(intake.submit(tx -> "late", true));
    }

    @Test
    void whoWaitsForAPlaceWhileItEndsIsRefusedToo() throws Exception {
        int most = 0;
        CompletableFuture<CompletableFuture<String>> blocked;
        do { // until one has to wait
            blocked = CompletableFuture.supplyAsync(() -> intake.submit(tx -> "one", false));
            most++;
        } while (placed(blocked) && most < 100_000);
        assertThat(blocked).as("more than the intake holds").isNotDone();
        intake.end();
        refused(blocked.get(1, TimeUnit.MINUTES));
    }

    private static boolean placed(CompletableFuture<?> one) throws Exception {
        try {
            one.get(500, TimeUnit.MILLISECONDS);
            return true;
        } catch (java.util.concurrent.TimeoutException e) {
            return false;
        }
    }

    private static void refused(CompletableFuture<String> one) {
        assertThatThrownBy(() -> one.orTimeout(1, TimeUnit.MINUTES).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("the store is closed");
    }
}
