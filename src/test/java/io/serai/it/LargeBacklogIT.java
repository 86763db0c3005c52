package io.serai.it;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backlog of 200,000 messages stays in the store: the process has 256 MB of heap for more than 120 MB of payloads, many times that as objects. */
@Tag("long")
class LargeBacklogIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int MESSAGES = 200_000;
    private static final int DRAINED = 5_000;

    @TempDir
    Path folder;

    @Test
    void aBacklogOfTwoHundredThousandNeitherFillsTheHeapNorIsLostWhileTheTargetIsDown() throws SQLException {
        try (Backlog backlog = Backlog.in(folder)) {
            backlog.runtime().start();
            backlog.runtime().terminate();
            backlog.runtime().awaitEnd();
            fill();
            backlog.runtime().start();
            backlog.awaitWaiting(MESSAGES, PATIENCE);
            backlog.drain(DRAINED, PATIENCE);
        }
    }

    /** As published one by one; the runtime does not run. */
    private void fill() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("serai.db"))) {
            connection.setAutoCommit(false);
            long group = group(connection);
            long now = System.currentTimeMillis();
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO bus_queue (grp, part, id, source, subject, time, correlation,"
                            + " published, data) VALUES (?, ?, ?, 'test', ?, ?, ?, ?, ?)")) {
                for (int n = 0; n < MESSAGES; n++) {
                    String id = "00000000-0000-7000-8000-%012d".formatted(n);
                    insert.setLong(1, group);
                    insert.setInt(2, n % 1_024);
                    insert.setString(3, id);
                    insert.setString(4, String.valueOf(n));
                    insert.setLong(5, now);
                    insert.setString(6, id);
                    insert.setLong(7, now);
                    insert.setBytes(8, contact(n).getBytes(StandardCharsets.UTF_8));
                    insert.addBatch();
                    if (n % 10_000 == 0) insert.executeBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
        }
    }

    private static long group(Connection connection) throws SQLException {
        try (ResultSet row = connection
                .createStatement()
                .executeQuery("SELECT id FROM bus_group WHERE topic = 'backlog' AND name = 'target'")) {
            if (!row.next()) throw new AssertionError("the flow did not register its group");
            return row.getLong(1);
        }
    }

    private static String contact(int n) {
        return "{\"Serai_Id__c\":\"r%d\",\"LastName\":\"Person %d\",\"Description\":\"%s\"}"
                .formatted(n, n, "lorem ipsum ".repeat(45));
    }
}
