package dev.leat.conformance.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.pipeline.Pipeline;
import dev.leat.spark.SparkEngine;
import dev.leat.spi.Engine;
import dev.leat.spi.EngineStatus.ReadStatus;
import dev.leat.spi.ReadCounts;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each record has the same fate on both engines, also one that is malformed and left out, or was read before all of it was there. */
final class TestFatesOfBothEngines {
    private static final String PROJECT = """
            CREATE TABLE lines (id INT, x INT) USING csv OPTIONS (path '$IN/csv');
            CREATE TABLE records (id INT, x INT) USING json OPTIONS (path '$IN/json');
            CREATE STREAMING TABLE positive (CONSTRAINT c EXPECT (x > 0) ON VIOLATION DROP ROW) AS SELECT * FROM STREAM(lines);
            CREATE MATERIALIZED VIEW view_of_lines (CONSTRAINT c EXPECT (x IS NOT NULL AND y > 1) ON VIOLATION QUARANTINE)
              AS SELECT x, x * id AS y FROM lines WHERE id IS NULL OR id <> 3;
            CREATE MATERIALIZED VIEW of_records (CONSTRAINT c EXPECT (x > 0) ON VIOLATION DROP ROW) AS SELECT id, x FROM records;
            CREATE MATERIALIZED VIEW grouped (CONSTRAINT c EXPECT (n > 1) ON VIOLATION DROP ROW)
              AS SELECT x, count(*) AS n FROM records GROUP BY x;
            CREATE MATERIALIZED VIEW ids AS SELECT id FROM lines;
            CREATE MATERIALIZED VIEW ids_of_records AS SELECT id FROM records;
            CREATE MATERIALIZED VIEW number AS SELECT count(*) AS n FROM lines;
            CREATE MATERIALIZED VIEW number_of_records AS SELECT count(*) AS n FROM records;
            CREATE MATERIALIZED VIEW twice AS SELECT a.id, b.x FROM lines a JOIN lines b ON a.id = b.id;
            """;

    @TempDir
    private Path folder = Path.of("");

    private static Map<String, ReadCounts> fates(Engine engine, Pipeline pipeline) {
        assertThat(Engines.run(engine, pipeline).failure()).isEmpty();
        Map<String, ReadCounts> fates = new TreeMap<>();
        for (ReadStatus read : engine.status(pipeline).reads()) {
            ReadCounts counts = read.counts();
            assertThat(counts.isConserved()).as(read.toString()).isTrue();
            fates.put(read.reader() + " of " + read.source(), counts.fates());
        }
        return fates;
    }

    private void add(String file, String text) throws IOException {
        Path path = folder.resolve("in").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void fatesAreTheSame() throws IOException {
        Files.writeString(
                folder.resolve("p.sql"),
                PROJECT.replace("$IN", folder.resolve("in").toString()));
        add("csv/a.csv", "1,1\n2,-1\nnone,5\n3,none\n4,0\n5,7");
        add("json/a.json", "{\"id\":1,\"x\":1}\n{\"id\":2,\"x\":-1}\nbroken\n{\"id\":3,\"x\":1}\n");
        Pipeline pipeline = new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(folder.resolve("p.sql"))))
                .require();
        List<String> more = List.of("0\n6,none\n7,-7\n8,8\n", "9,\n,9\n,\nx,y\n", "10,1\n");
        try (DuckDbEngine embedded = Engines.open(EngineOptions.at(folder.resolve("state")), Clock.systemUTC());
                SparkEngine cluster = SparkEngines.open(folder.resolve("warehouse"), Clock.systemUTC())) {
            Map<String, ReadCounts> first = fates(embedded, pipeline);
            assertThat(first.get("spark_catalog.default.positive of spark_catalog.default.lines"))
                    .isEqualTo(new ReadCounts(6, 2, 2, 0, 2, 0, 0));
            assertThat(fates(cluster, pipeline)).isEqualTo(first);
            for (String text : more) {
                add("csv/a.csv", text);
                add("json/a.json", "{\"id\":5,\"x\":0}\n{\"id\":\"a\"}\n");
                assertThat(fates(cluster, pipeline)).as(text).isEqualTo(fates(embedded, pipeline));
            }
        }
    }
}
