package io.serai.it.oracle;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("oracle")
class OracleRabbitmqIT {
    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedArrivesAndNothingElseWhateverFails() throws Exception {
        try (PostgreSql postgres = PostgreSql.start();
                RabbitMq rabbit = RabbitMq.start();
                Oracle oracle = new Oracle("rabbitmq+postgresql", folder, 2, List.of(postgres, rabbit))) {
            oracle.run();
        }
    }
}
