package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestParquetSources {
    @Test
    void columnOfAnotherTypeIsNamedWithBothTypes(@TempDir Path folder) {
        ScratchProject project = new ScratchProject(folder, """
                CREATE MATERIALIZED VIEW numbers AS SELECT 1 AS id, 'a' AS name;
                CREATE SINK files USING parquet OPTIONS (path 'out');
                CREATE FLOW written AS INSERT INTO files SELECT * FROM numbers;
                """);
        assertThat(project.run().exitCode()).isZero();

        project.sql("""
                CREATE TABLE files (id STRING, name STRING) USING parquet OPTIONS (path 'out');
                CREATE MATERIALIZED VIEW names AS SELECT * FROM files;
                """);
        Leat.Ended ended = project.run();

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .contains("error[BAD_DATA]: ", "column [id] is INT32 in the file, expected string; declare the type");
    }
}
