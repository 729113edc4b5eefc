package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Sink;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.spi.Commit;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.CommitTerms.Basis;
import dev.leat.spi.Outcome;
import dev.leat.spi.RefreshResult.Extent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that get what flows give them: the files of a stream add up, those of a view are replaced. */
final class TestFolderSinks {
    private static final String DATASETS = """
            CREATE STREAMING TABLE kept AS SELECT * FROM STREAM(orders) WHERE amount >= 0;
            CREATE MATERIALIZED VIEW totals AS SELECT customer, sum(amount) AS total FROM kept GROUP BY customer;
            """;

    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void open() {
        shop = Shop.in(folder).customer("c1", "1,Ann", "2,Bob").order("o1", "1,1,10", "2,2,20", "3,1,-5");
    }

    private Path out(String sink) {
        return folder.resolve("out").resolve(sink);
    }

    private Pipeline pipeline(String sinks) {
        return shop.pipeline(
                DATASETS + sinks.replace("OUT", folder.resolve("out").toString()));
    }

    /** A flow of a stream and one of a view, each into a sink. */
    private Pipeline streamAndView() {
        return pipeline("""
                CREATE SINK added USING csv OPTIONS (path 'OUT/added');
                CREATE FLOW adding AS INSERT INTO added BY NAME SELECT id, amount FROM STREAM(kept);
                CREATE SINK sums USING csv OPTIONS (path 'OUT/sums', header true);
                CREATE FLOW summing AS INSERT INTO sums BY NAME SELECT * FROM totals;
                """);
    }

    private static RunReport run(SparkEngine engine, Pipeline pipeline, CommitTerms terms) {
        return new PipelineRunner(engine, RunListener.SILENT).runIfChanged(pipeline, Selection.all(), terms);
    }

    private static RunReport run(SparkEngine engine, Pipeline pipeline) {
        RunReport report = run(engine, pipeline, CommitTerms.DEFAULT);
        assertThat(report.outcomes())
                .allSatisfy(outcome -> assertThat(outcome.problems())
                        .as(outcome.name().toString())
                        .isEmpty());
        assertThat(report.undelivered()).isEmpty();
        return report;
    }

    private static Outcome outcome(RunReport report, String name) {
        return report.outcomes().stream()
                .filter(outcome -> outcome.name().simpleName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Extent extent(RunReport report, String name) {
        return outcome(report, name).result().orElseThrow().extent();
    }

    @Test
    void streamAddsAFileAndAViewReplacesIts() {
        try (SparkEngine engine = shop.open()) {
            RunReport first = run(engine, streamAndView());
            assertThat(SinkFolders.texts(out("added"))).isEqualTo(Map.of(added(first), List.of("1,10", "2,20")));
            assertThat(SinkFolders.texts(out("sums")))
                    .isEqualTo(Map.of("part-00000.csv", List.of("1,10", "2,20", "customer,total")));
            assertThat(SinkFolders.lines(out("sums").resolve("part-00000.csv")).get(0))
                    .isEqualTo("customer,total");
            RunReport unchanged = run(engine, streamAndView());
            assertThat(extent(unchanged, "added")).isEqualTo(Extent.NOTHING);
            shop.order("o2", "4,2,1");
            RunReport second = run(engine, streamAndView());
            assertThat(extent(second, "added")).isEqualTo(Extent.CHANGE);
            assertThat(extent(second, "sums")).isEqualTo(Extent.WHOLE);
            assertThat(outcome(second, "added").result().orElseThrow().rowsOut())
                    .isEqualTo(1);
            assertThat(SinkFolders.texts(out("added")))
                    .isEqualTo(Map.of(added(first), List.of("1,10", "2,20"), added(second), List.of("4,1")));
            assertThat(SinkFolders.texts(out("sums")))
                    .isEqualTo(Map.of("part-00000.csv", List.of("1,10", "2,21", "customer,total")));
            assertThat(SinkFolders.names(out("added"))).contains(".leat-state").hasSize(3);
        }
        assertThat(SinkFolders.names(shop.warehouse().resolve("leat_outbox"))).isEmpty();
    }

    private static String added(RunReport report) {
        return String.format("part-00000-%06d.csv", report.commit());
    }

    @Test
    void everyFormatHasWhatSparkReads() {
        Pipeline all = pipeline("""
                CREATE SINK j USING json OPTIONS (path 'OUT/j', compression 'gzip');
                CREATE FLOW into_j AS INSERT INTO j BY NAME SELECT *, named_struct('a', amount, 'b', CAST(NULL AS INT)) AS s FROM STREAM(kept);
                CREATE SINK p USING parquet OPTIONS (path 'OUT/p');
                CREATE FLOW into_p AS INSERT INTO p BY NAME SELECT *, TIMESTAMP'2024-01-02 03:04:05' AS t FROM kept;
                CREATE SINK c USING csv OPTIONS (path 'OUT/c', sep ';', quoteAll true);
                CREATE FLOW into_c AS INSERT INTO c BY NAME SELECT id, 'a "b";' AS text, CAST(NULL AS INT) AS n FROM kept;
                """);
        try (SparkEngine engine = shop.open()) {
            run(engine, all);
            assertThat(SinkFolders.rows(out("j")))
                    .containsExactly(
                            "{\"id\":1,\"customer\":1,\"amount\":10,\"s\":{\"a\":10}}",
                            "{\"id\":2,\"customer\":2,\"amount\":20,\"s\":{\"a\":20}}");
            assertThat(SinkFolders.names(out("p"))).containsExactly(".leat-state", "part-00000.parquet");
            assertThat(engine.spark()
                            .read()
                            .parquet(out("p").toString())
                            .selectExpr("id", "amount", "CAST(t AS STRING)")
                            .orderBy("id")
                            .collectAsList()
                            .toString())
                    .isEqualTo("[[1,10,2024-01-02 03:04:05], [2,20,2024-01-02 03:04:05]]");
            assertThat(SinkFolders.rows(out("c")))
                    .containsExactly("\"1\";\"a \\\"b\\\";\";\"\"", "\"2\";\"a \\\"b\\\";\";\"\"");
        }
    }

    @Test
    void rowsThatAreTakenBackReplaceTheFilesOfTheStream() throws IOException {
        Path growing = folder.resolve("orders/o1.csv");
        try (SparkEngine engine = shop.open()) {
            run(engine, streamAndView());
            Files.writeString(growing, "7,1,1", StandardOpenOption.APPEND);
            run(engine, streamAndView());
            assertThat(SinkFolders.rows(out("added"))).containsExactly("1,10", "2,20", "7,1");
            Files.writeString(growing, "5\n", StandardOpenOption.APPEND);
            RunReport report = run(engine, streamAndView());
            assertThat(SinkFolders.texts(out("added")))
                    .isEqualTo(Map.of(added(report), List.of("1,10", "2,20", "7,15")));
        }
    }

    /** Flows of a stream with a watermark, one of which adds rows, and one of which groups them. */
    private Pipeline timed() {
        return pipeline("""
                CREATE TEMPORARY VIEW timed AS SELECT id, amount, timestamp_seconds(id) AS t FROM STREAM(orders);
                CREATE SINK added USING csv OPTIONS (path 'OUT/added');
                CREATE FLOW adding AS INSERT INTO added BY NAME
                  SELECT id, amount FROM STREAM timed WATERMARK t DELAY OF INTERVAL 1 SECOND;
                CREATE SINK windows USING csv OPTIONS (path 'OUT/windows');
                CREATE FLOW counting AS INSERT INTO windows BY NAME
                  SELECT unix_seconds(window.start) AS s, count(*) AS n
                  FROM STREAM timed WATERMARK t DELAY OF INTERVAL 1 SECOND GROUP BY window(t, '10 seconds');
                """);
    }

    @Test
    void noRowIsLateForAFlowAndNothingIsStoredForIt() {
        try (SparkEngine engine = shop.open()) {
            run(engine, timed());
            shop.order("o2", "100,2,1");
            run(engine, timed());
            shop.order("o3", "4,1,40", "101,1,2");
            RunReport third = run(engine, timed());
            assertThat(extent(third, "added")).isEqualTo(Extent.CHANGE);
            assertThat(extent(third, "windows")).isEqualTo(Extent.WHOLE);
            assertThat(SinkFolders.rows(out("added")))
                    .containsExactly("1,10", "100,1", "101,2", "2,20", "3,-5", "4,40");
            assertThat(SinkFolders.texts(out("windows"))).isEqualTo(Map.of(added(third), List.of("0,4", "100,2")));
            assertThat(outcome(third, "windows").result().orElseThrow().reads().values())
                    .allSatisfy(counts -> assertThat(counts.late()).isZero());
            assertThat(engine.state().times()).isEmpty();
            assertThat(engine.state().tables())
                    .allSatisfy((table, version) ->
                            assertThat(table).doesNotContain("windows", "added", TableNames.ERRORS));
        }
    }

    @Test
    void sinksOfACommitThatIsNotMadeGetNothing() {
        Pipeline timed = timed();
        try (SparkEngine engine = shop.open()) {
            RunReport first = run(engine, timed);
            shop.order("o2", "4,2,1");
            try (Commit commit = engine.begin(timed, CommitTerms.DEFAULT)) {
                timed.sinks().forEach(commit::write);
            }
            assertThat(SinkFolders.texts(out("windows"))).isEqualTo(Map.of(added(first), List.of("0,3")));
            shop.order("o3", "5,2,6");
            run(engine, timed);
            assertThat(SinkFolders.rows(out("added"))).containsExactly("1,10", "2,20", "3,-5", "4,1", "5,6");
            assertThat(SinkFolders.rows(out("windows"))).containsExactly("0,5");
            assertThat(SinkFolders.names(out("windows"))).hasSize(2);
        }
    }

    @Test
    void flowsOfOneSinkHaveFilesOfTheirOwn() {
        Pipeline two = pipeline("""
                CREATE SINK both USING csv OPTIONS (path 'OUT/both');
                CREATE FLOW one AS INSERT INTO both BY NAME SELECT id, amount FROM STREAM(orders);
                CREATE FLOW two AS INSERT INTO both BY NAME SELECT customer AS id, total AS amount FROM totals;
                """);
        Pipeline one = pipeline("""
                CREATE SINK both USING csv OPTIONS (path 'OUT/both');
                CREATE FLOW two AS INSERT INTO both BY NAME SELECT customer AS id, total AS amount FROM totals;
                """);
        try (SparkEngine engine = shop.open()) {
            RunReport first = run(engine, two);
            assertThat(SinkFolders.texts(out("both")))
                    .isEqualTo(Map.of(
                            added(first), List.of("1,10", "2,20", "3,-5"), "part-00001.csv", List.of("1,10", "2,20")));
            assertThat(outcome(first, "both").result().orElseThrow().reads().values())
                    .allSatisfy(counts -> assertThat(counts.accepted()).isEqualTo(3))
                    .hasSize(1);
            run(engine, one);
            assertThat(SinkFolders.texts(out("both"))).isEqualTo(Map.of("part-00000.csv", List.of("1,10", "2,20")));
        }
    }

    @Test
    void malformedRecordsThatAFlowReadsItselfAreKept() {
        Pipeline direct = pipeline("""
                CREATE SINK all_orders USING csv OPTIONS (path 'OUT/all');
                CREATE FLOW direct AS INSERT INTO all_orders BY NAME SELECT id, amount FROM STREAM(orders);
                """);
        shop.order("bad", "x,1,2");
        try (SparkEngine engine = shop.open()) {
            RunReport report = run(engine, direct);
            assertThat(outcome(report, "all_orders")
                            .result()
                            .orElseThrow()
                            .reads()
                            .values())
                    .allSatisfy(counts -> assertThat(counts.malformed()).isEqualTo(1));
            assertThat(engine.spark()
                            .sql("SELECT reader, content FROM leat.leat.errors ORDER BY reader")
                            .collectAsList()
                            .toString())
                    .isEqualTo("[[`all_orders`/`spark_catalog`.`default`.`direct`,x,1,2],"
                            + " [`spark_catalog`.`default`.`kept`,x,1,2]]");
        }
    }

    @Test
    void malformedRecordOfAFlowThatReplacesIsKeptOnce() {
        Pipeline whole = pipeline("""
                CREATE SINK all_orders USING csv OPTIONS (path 'OUT/all');
                CREATE FLOW direct AS INSERT INTO all_orders BY NAME SELECT id, amount FROM orders;
                """);
        shop.order("bad", "x,1,2");
        try (SparkEngine engine = shop.open()) {
            for (int commit = 0; commit < 3; commit++) {
                run(engine, whole);
                assertThat(engine.spark()
                                .sql("SELECT content FROM leat.leat.errors WHERE reader LIKE '%direct%'")
                                .collectAsList())
                        .hasSize(1);
                shop.order("more" + commit, "9,1,9");
            }
        }
    }

    @Test
    void writerThatWasThoughtDeadLeavesTheFilesOfTheNextOneAlone() {
        Pipeline pipeline = streamAndView();
        SparkEngine paused = shop.open();
        run(paused, pipeline);
        shop.order("o2", "4,2,1");
        try (Commit commit = paused.begin(pipeline, CommitTerms.DEFAULT)) {
            pipeline.datasets().forEach(commit::refresh);
            try (SparkEngine next = shop.open()) {
                shop.order("o3", "5,2,6");
                try (Commit made = next.begin(pipeline, CommitTerms.DEFAULT)) {
                    pipeline.datasets().forEach(made::refresh);
                    pipeline.sinks().forEach(made::write);
                    made.publish(List.of());
                }
                for (Sink sink : pipeline.sinks()) {
                    assertThatThrownBy(() -> commit.write(sink)).isInstanceOf(LeatException.class);
                }
                assertThat(next.deliver(pipeline)).isEmpty();
                assertThat(SinkFolders.rows(out("added"))).containsExactly("1,10", "2,20", "4,1", "5,6");
            }
        } finally {
            paused.close();
        }
    }

    @Test
    void folderOfAnotherStateIsRefusedUntilAllIsComputedAnew() {
        try (SparkEngine engine = shop.open()) {
            run(engine, streamAndView());
        }
        shop.order("o2", "4,2,1");
        try (SparkEngine other = shop.open(folder.resolve("other"))) {
            RunReport refused = run(other, streamAndView(), CommitTerms.DEFAULT);
            assertThat(outcome(refused, "added").problems()).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo(ErrorCode.PROJECT);
                assertThat(problem.message())
                        .contains("the files in " + out("added") + " are those of another state of a project");
            });
            assertThat(outcome(refused, "totals").problems()).isEmpty();
            assertThat(SinkFolders.rows(out("added"))).containsExactly("1,10", "2,20");
            RunReport taken = run(other, streamAndView(), CommitTerms.on(Basis.NOTHING));
            assertThat(taken.failure()).isEmpty();
            assertThat(SinkFolders.texts(out("added"))).isEqualTo(Map.of(added(taken), List.of("1,10", "2,20", "4,1")));
        }
    }

    @Test
    void sinkThatCannotBeWrittenDoesNotHoldUpTheOthers() throws IOException {
        Files.createDirectories(folder.resolve("out"));
        Pipeline both = streamAndView();
        Files.writeString(out("added"), "a file");
        try (SparkEngine engine = shop.open()) {
            RunReport report = run(engine, both, CommitTerms.DEFAULT);
            assertThat(outcome(report, "added").problems()).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo(ErrorCode.IO);
                assertThat(problem.message()).contains(out("added").toString());
            });
            assertThat(SinkFolders.rows(out("sums"))).contains("1,10", "2,20");
            Files.delete(out("added"));
            run(engine, both);
            assertThat(SinkFolders.rows(out("added"))).containsExactly("1,10", "2,20");
        }
    }

    /** What cannot get its place waits, and does not hold up other sinks. */
    @Test
    void fileWhosePlaceIsTakenIsDeliveredOnceThePlaceIsFree() throws IOException {
        Path inTheWay = out("sums").resolve("part-00000.csv");
        Files.createDirectories(inTheWay.resolve("full"));
        try (SparkEngine engine = shop.open()) {
            Pipeline pipeline = streamAndView();
            RunReport report = run(engine, pipeline, CommitTerms.DEFAULT);
            assertThat(report.undelivered()).hasSize(1);
            assertThat(report.failure()).contains(ErrorCode.IO);
            assertThat(engine.undelivered(pipeline)).isEqualTo(1);
            assertThat(SinkFolders.rows(out("added"))).containsExactly("1,10", "2,20");
            shop.order("o2", "4,2,1");
            assertThat(run(engine, pipeline, CommitTerms.DEFAULT).undelivered()).hasSize(1);
            assertThat(engine.undelivered(pipeline)).isEqualTo(2);
            Files.delete(inTheWay.resolve("full"));
            Files.delete(inTheWay);
        }
        try (SparkEngine engine = shop.open()) {
            run(engine, streamAndView());
            assertThat(SinkFolders.rows(out("sums"))).containsExactly("1,10", "2,21", "customer,total");
            assertThat(SinkFolders.names(out("sums"))).containsExactly(".leat-state", "part-00000.csv");
            assertThat(engine.undelivered(streamAndView())).isZero();
        }
    }

    @Test
    void fileThatIsMissedIsWrittenAgainByAViewAndNotByAStream() throws IOException {
        try (SparkEngine engine = shop.open()) {
            RunReport first = run(engine, streamAndView());
            Files.delete(out("sums").resolve("part-00000.csv"));
            Files.delete(out("added").resolve(added(first)));
            Files.writeString(out("sums").resolve("mine.csv"), "stays\n");
            run(engine, streamAndView());
            assertThat(SinkFolders.names(out("sums"))).containsExactly(".leat-state", "mine.csv", "part-00000.csv");
            assertThat(SinkFolders.names(out("added"))).containsExactly(".leat-state");
        }
    }

    /** As if it were put back to an earlier copy of itself. */
    @Test
    void filesOfCommitsThatTheStateDoesNotHaveAreRemoved() throws IOException {
        try (SparkEngine engine = shop.open()) {
            run(engine, streamAndView());
        }
        Files.writeString(out("added").resolve("part-00000-009999.csv"), "9,9\n");
        shop.order("o2", "4,2,1");
        try (SparkEngine engine = shop.open()) {
            run(engine, streamAndView());
            assertThat(SinkFolders.rows(out("added"))).containsExactly("1,10", "2,20", "4,1");
        }
    }

    @Test
    void rowsThatAreManyAreWrittenInParts() {
        Pipeline many = pipeline("""
                CREATE SINK wide USING csv OPTIONS (path 'OUT/wide', header true);
                CREATE FLOW widening AS INSERT INTO wide BY NAME
                  SELECT id * 100000 + n AS x FROM kept LATERAL VIEW explode(sequence(1, 8000)) e AS n;
                """);
        try (SparkEngine engine = shop.open()) {
            // So that what is staged is read in several parts, some of them empty.
            engine.spark().conf().set("spark.sql.files.maxRecordsPerFile", "5000");
            engine.spark().conf().set("spark.sql.files.maxPartitionBytes", "5000");
            engine.spark().conf().set("spark.sql.files.openCostInBytes", "0");
            run(engine, many);
            Map<String, List<String>> files = SinkFolders.texts(out("wide"));
            assertThat(files).containsKey("part-00000.csv").hasSizeGreaterThan(1);
            assertThat(files.values()).allSatisfy(lines -> assertThat(lines).containsOnlyOnce("x"));
            assertThat(files.values().stream().mapToLong(List::size).sum()).isEqualTo(16000 + files.size());
            run(engine, pipeline("""
                    CREATE SINK wide USING csv OPTIONS (path 'OUT/wide', header true);
                    CREATE FLOW widening AS INSERT INTO wide BY NAME SELECT id AS x FROM kept WHERE id > 9;
                    """));
            assertThat(SinkFolders.texts(out("wide"))).isEqualTo(Map.of("part-00000.csv", List.of("x")));
        }
    }
}
