package io.serai.connect.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.CallMeter;
import io.serai.connect.Systems;
import io.serai.connect.TestSystems;
import io.serai.connect.VendorSystem;
import io.serai.message.Priority;
import io.serai.store.SqlStore;
import io.serai.store.Store;
import io.serai.store.TestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitersTest {
    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private final Systems systems = TestSystems.of(
            "magento-pl.kind", "magento",
            "magento-pl.url", "https://pl.example.com",
            "magento-pl.auth", "bearer",
            "magento-pl.token", "t",
            "magento-pl.quota.max-wait", "PT0S",
            "magento-de.kind", "magento",
            "magento-de.url", "https://de.example.com",
            "magento-de.auth", "bearer",
            "magento-de.token", "t",
            "magento-de.quota.max-wait", "PT0S");

    @Test
    void allWhoUseASystemShareItsLimiterAndNobodyElseDoes() throws Exception {
        Limiters limiters = limiters(null);
        Limiter pl = limiters.of(system("magento-pl"));

        pl.answered(new Answer(429, Map.of("Retry-After", "30")::get, null));

        assertThat(limiters.of(system("magento-pl"))).isSameAs(pl);
        assertThatThrownBy(() -> pl.enter(Priority.LIVE)).isInstanceOf(QuotaExceededException.class);
        limiters.of(system("magento-de")).enter(Priority.LIVE).close();
    }

    @Test
    void replicasShareWhatTheStoreSharesAndAskForItOnlyWhenTheyCall() throws Exception {
        Limiter unused = limiters(() -> {
                    throw new IllegalStateException("no call was made");
                })
                .of(system("magento-pl"));
        assertThat(unused.waiting()).isZero();
        try (SqlStore store = TestStore.open(folder)) {
            Limiter one = limiters(() -> store).of(system("magento-pl"));
            Limiter other = limiters(() -> store).of(system("magento-pl"));
            one.enter(Priority.LIVE).close();
            store.write(tx -> tx.update(
                    "INSERT INTO quota (system, tokens, at, closed) VALUES ('magento-pl', 0, 0, ?)",
                    time.instant().plusSeconds(9)));

            assertThatThrownBy(() -> other.enter(Priority.LIVE))
                    .isInstanceOfSatisfying(
                            QuotaExceededException.class,
                            refusal -> assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(9)));
            time.pass("1S");
            assertThatThrownBy(() -> one.enter(Priority.LIVE)).isInstanceOf(QuotaExceededException.class);
        }
    }

    private Limiters limiters(Supplier<Store> shared) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        return new Limiters(meters, new CallMeter(meters), time, time, shared);
    }

    private VendorSystem system(String name) {
        return systems.find(name).orElseThrow();
    }
}
