package io.serai.it.oracle;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("oracle")
class OracleEmbeddedSqliteIT {
    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedArrivesAndNothingElseWhateverFails() throws Exception {
        List<Service> services = List.of(new SqliteFile(folder.resolve("serai.db")));
        try (Oracle oracle = new Oracle("embedded+sqlite", folder, 1, services)) {
            oracle.run();
        }
    }
}
