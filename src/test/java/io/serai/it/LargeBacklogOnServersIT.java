package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.it.oracle.Kafka;
import io.serai.it.oracle.PostgreSql;
import io.serai.it.oracle.RabbitMq;
import io.serai.it.oracle.Service;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backlog stays in PostgreSQL or with the broker, however large: 200,000 messages, at first all of them in the outbox where there is a
 * broker, and 256 MB of heap for 120 MB of payloads, many times that as objects. Once the target answers they
 * are delivered.
 */
@Tag("long")
class LargeBacklogOnServersIT {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final int MESSAGES = 200_000;
    private static final int SOME = 5_000;
    private static final String COLUMNS =
            "(%s, part, id, source, subject, time, correlation, published, data, priority)";
    private static final String ROWS = """
             SELECT g.%s, n %% 1024, m.id, 'test', n::text, m.now, m.id, m.now,
               convert_to(format('{"Serai_Id__c":"r%%s","LastName":"Person %%s","Description":"%%s"}', n, n,
                 repeat('lorem ipsum ', 45)), 'UTF8'), 0
             FROM generate_series(1, %d) n CROSS JOIN bus_group g
               CROSS JOIN LATERAL (SELECT '00000000-0000-7000-8000-' || lpad(n::text, 12, '0') AS id,
                 (extract(epoch FROM now()) * 1000)::bigint AS now) m
             WHERE g.topic = 'backlog' AND g.name = 'target'
            """;
    private static final String TO_GROUP =
            "INSERT INTO bus_queue " + COLUMNS.formatted("grp") + ROWS.formatted("id", MESSAGES);
    private static final String TO_OUTBOX =
            "INSERT INTO bus_outbox " + COLUMNS.formatted("topic") + ROWS.formatted("topic", MESSAGES);

    @TempDir
    Path folder;

    @Test
    void inPostgresql() throws Exception {
        try (PostgreSql postgres = PostgreSql.start();
                Backlog backlog = Backlog.in(folder)) {
            postgres.configure(backlog.runtime());
            backlog.runtime().start();
            postgres.sql(TO_GROUP);
            backlog.awaitWaiting(MESSAGES, PATIENCE);
            backlog.drain(SOME, PATIENCE);
        }
    }

    @Test
    @Tag("soak")
    void withRabbitmq() throws Exception {
        try (RabbitMq rabbit = RabbitMq.start()) {
            withBroker(rabbit);
        }
    }

    @Test
    @Tag("soak")
    void withKafka() throws Exception {
        try (Kafka kafka = Kafka.start()) {
            withBroker(kafka);
        }
    }

    private void withBroker(Service broker) throws Exception {
        try (PostgreSql postgres = PostgreSql.start();
                Backlog backlog = Backlog.in(folder)) {
            postgres.configure(backlog.runtime());
            broker.configure(backlog.runtime());
            backlog.runtime().start();
            postgres.sql(TO_OUTBOX);
            await("an outbox that the broker has taken")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(backlog.runtime().metrics("serai_bus_outbox_messages", ""))
                            .isZero());
            backlog.awaitWaiting(MESSAGES, PATIENCE);
            backlog.drain(MESSAGES, PATIENCE);
        }
    }
}
