package io.serai.watch;

import io.serai.bus.Backlog;
import io.serai.bus.Delayed;
import io.serai.store.StoreException;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Always up, as a backlog passes by itself, a group that paused resumes by itself, and without a broker the outbox takes what is
 * published; tells how much there is. Whether the store answers is another check's matter.
 */
@Readiness
class BusReadiness implements HealthCheck {
    private final BusWatch bus;

    BusReadiness(BusWatch bus) {
        this.bus = bus;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("bus").up();
        try {
            BusWatch.Seen seen = bus.look();
            List<Backlog> groups = seen.groups();
            String paused = paused(groups);
            if (!paused.isEmpty()) response.withData("paused", paused);
            return response.withData("transport", seen.traffic().transport())
                    .withData("connected", seen.traffic().connected())
                    .withData("outbox", seen.traffic().outbox())
                    .withData("groups", groups.size())
                    .withData("backlog", sum(groups, Backlog::waiting))
                    .withData("parked", sum(groups, Backlog::parked))
                    .withData("dead", sum(groups, Backlog::dead))
                    .withData(
                            "delayed",
                            seen.delayed().stream().mapToLong(Delayed::count).sum())
                    .build();
        } catch (StoreException e) {
            return response.withData("problem", "the backlog could not be counted")
                    .build();
        }
    }

    private static String paused(List<Backlog> groups) {
        return groups.stream()
                .filter(group -> group.state() == Backlog.State.PAUSED)
                .map(group -> group.topic() + "?group=" + group.group())
                .collect(Collectors.joining(", "));
    }

    private static long sum(List<Backlog> groups, ToLongFunction<Backlog> count) {
        return groups.stream().mapToLong(count).sum();
    }
}
