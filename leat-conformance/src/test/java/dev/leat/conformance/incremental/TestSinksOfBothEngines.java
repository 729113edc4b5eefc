package dev.leat.conformance.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.pipeline.Pipeline;
import dev.leat.run.RunReport;
import dev.leat.spark.SparkEngine;
import dev.leat.spi.Engine;
import dev.leat.spi.Outcome;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After each of some random changes, the sinks that both engines write have the same rows in the same text, and counts agree. */
final class TestSinksOfBothEngines {
    private static final long SEED = Long.getLong("leat.test.seed", 1);
    private static final int COMMITS = Integer.getInteger("leat.test.commits", 3);
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "plain",
            "a,b",
            "say \\\"yes\\\"",
            "back\\\\slash",
            "two\\nlines",
            "größe",
            " blank ",
            "null",
            "'",
            ";",
            "\\t");

    /** What a record is, with values of all types that texts can be made of. */
    private static final String VALUES = """
            id, text, x, CAST(x AS FLOAT) AS f, CAST(x AS DECIMAL(20, 7)) AS d, id % 2 = 0 AS b, CAST(id AS TINYINT) AS t,
            date_add(DATE'1999-12-31', id) AS day, timestamp_micros(CAST(x * 1e9 AS BIGINT)) AS at,
            CAST(timestamp_micros(CAST(x * 1e9 AS BIGINT)) AS TIMESTAMP_NTZ) AS local, upper(text) AS u""";

    private static final String PROJECT = """
            CREATE TABLE records (id INT, text STRING, x DOUBLE) USING json OPTIONS (path '$IN');
            CREATE STREAMING TABLE kept AS SELECT * FROM STREAM(records) WHERE id IS NOT NULL;
            CREATE MATERIALIZED VIEW sums AS SELECT id % 5 AS k, count(*) AS n, sum(CAST(x AS DECIMAL(12, 3))) AS total FROM kept GROUP BY id % 5;
            CREATE SINK csv_added USING csv OPTIONS (path '$OUT/csv_added', header true);
            CREATE FLOW f1 AS INSERT INTO csv_added BY NAME SELECT VALUES FROM STREAM(kept);
            CREATE SINK csv_whole USING csv OPTIONS (path '$OUT/csv_whole', header true, sep ';', quoteAll true, nullValue '-',
              emptyValue 'e', dateFormat 'dd.MM.yyyy', timestampFormat 'HH:mm:ss.SSSSSS dd.MM.yyyy', ignoreLeadingWhiteSpace false);
            CREATE FLOW f2 AS INSERT INTO csv_whole BY NAME SELECT VALUES FROM kept WHERE id < 20;
            CREATE SINK json_added USING json OPTIONS (path '$OUT/json_added', ignoreNullFields false);
            CREATE FLOW f3 AS INSERT INTO json_added BY NAME
              SELECT VALUES, named_struct('a', id, 'b', text) AS s, array(text, NULL) AS l, map('k', x) AS m FROM STREAM(kept);
            CREATE SINK json_whole USING json OPTIONS (path '$OUT/json_whole', compression 'gzip');
            CREATE FLOW f4 AS INSERT INTO json_whole BY NAME SELECT * FROM sums;
            CREATE FLOW f5 AS INSERT INTO json_whole BY NAME SELECT id AS k, text FROM STREAM(records);
            CREATE SINK parquet_whole USING parquet OPTIONS (path '$OUT/parquet_whole');
            CREATE FLOW f6 AS INSERT INTO parquet_whole BY NAME SELECT VALUES FROM kept;
            CREATE SINK parquet_added USING parquet OPTIONS (path '$OUT/parquet_added', compression 'zstd');
            CREATE FLOW f7 AS INSERT INTO parquet_added BY NAME SELECT k, n, total, named_struct('x', total) AS s FROM sums;
            """;

    private static final List<String> TEXT_SINKS = List.of("csv_added", "csv_whole", "json_added", "json_whole");
    private static final List<String> PARQUET_SINKS = List.of("parquet_whole", "parquet_added");

    @TempDir
    private Path folder = Path.of("");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private int files;
    private boolean isCut;

    private Path out(String engine) {
        return folder.resolve("out-" + engine);
    }

    private Pipeline compile(String engine) throws IOException {
        Path file = folder.resolve(engine + ".sql");
        Files.writeString(
                file,
                PROJECT.replace("VALUES", VALUES)
                        .replace("$IN", folder.resolve("in").toString())
                        .replace("$OUT", out(engine).toString()));
        return new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(file)))
                .require();
    }

    /** Few or many rows are kept by the driver, since that decides how they are written. */
    private SparkEngine cluster(int driverRowsMax) {
        return SparkEngines.open(folder.resolve("warehouse"), new SparkEngine.Limits(driverRowsMax, 0));
    }

    @Test
    void sinksHaveTheSameRows() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Pipeline onOne = compile("embedded");
        Pipeline onMany = compile("spark");
        try (DuckDbEngine embedded = Engines.open(EngineOptions.at(folder.resolve("state")), Clock.systemUTC())) {
            for (int commit = 0; commit < COMMITS; commit++) {
                change();
                String where = "seed " + SEED + " commit " + commit;
                try (SparkEngine cluster = cluster(commit % 2 == 0 ? 10_000 : 1)) {
                    Map<String, String> expected = run(embedded, onOne);
                    assertThat(run(cluster, onMany)).as(where).isEqualTo(expected);
                    for (String sink : TEXT_SINKS) {
                        assertThat(lines(out("spark").resolve(sink)))
                                .as(where + " " + sink)
                                .isEqualTo(lines(out("embedded").resolve(sink)));
                    }
                    for (String sink : PARQUET_SINKS) {
                        assertThat(parquet(out("spark").resolve(sink)))
                                .as(where + " " + sink)
                                .isEqualTo(parquet(out("embedded").resolve(sink)));
                    }
                }
            }
        }
    }

    /** What became of each dataset and sink, and of the records that they read. */
    private static Map<String, String> run(Engine engine, Pipeline pipeline) {
        RunReport report = Engines.run(engine, pipeline);
        assertThat(report.undelivered()).isEmpty();
        Map<String, String> all = new TreeMap<>();
        for (Outcome outcome : report.outcomes()) {
            if (pipeline.sinks().stream().noneMatch(sink -> sink.name().equals(outcome.name()))) {
                continue;
            }
            all.put(
                    outcome.name().simpleName(),
                    outcome.status() + " " + outcome.problems() + " "
                            + outcome.result()
                                    .map(result -> result.extent() + " " + result.rowsOut() + " "
                                            + result.rowsOfDatasets() + " "
                                            + result.reads().values().stream()
                                                    .map(read -> read.read() + "/" + read.accepted() + "/"
                                                            + read.malformed())
                                                    .toList())
                                    .orElse(""));
        }
        return all;
    }

    /** A new file, or more of the last one, which may end within a record. */
    private void change() throws IOException {
        StringBuilder lines = new StringBuilder();
        if (isCut) {
            lines.append("7}\n");
        }
        boolean isNew = files == 0 || (!isCut && random.nextBoolean());
        files += isNew ? 1 : 0;
        for (int record = random.nextInt(1, 8); record > 0; record--) {
            lines.append(record()).append('\n');
        }
        isCut = random.nextInt(3) == 0;
        if (isCut) {
            lines.append("{\"id\":3,\"text\":\"cut\",\"x\":1");
        }
        Files.writeString(
                folder.resolve("in/" + files + ".json"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private String record() {
        if (random.nextInt(12) == 0) {
            return "{\"id\":\"none\", broken";
        }
        String text = random.nextInt(6) == 0 ? "null" : "\"" + TEXTS.get(random.nextInt(TEXTS.size())) + "\"";
        String number = random.nextInt(6) == 0 ? "null" : Double.toString(random.nextInt(-3, 2000) / 8.0);
        return "{\"id\":" + random.nextInt(40) + ",\"text\":" + text + ",\"x\":" + number + "}";
    }

    /** The lines of the files of a sink without headers, in some order that is always the same. */
    private static List<String> lines(Path sink) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : SinkFolders.files(sink)) {
            lines.addAll(SinkFolders.lines(file));
        }
        // Several files have a header each.
        List<String> once = new ArrayList<>(lines);
        once.removeIf(line -> line.startsWith("\"id\";") || line.startsWith("id,"));
        once.sort(String::compareTo);
        return once;
    }

    private static List<String> parquet(Path sink) {
        return SparkEngines.session().read().parquet(sink.toString()).toJSON().collectAsList().stream()
                .sorted()
                .toList();
    }
}
