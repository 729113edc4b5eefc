package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.move.Movement;
import dev.leat.move.Movement.Place;
import dev.leat.pipeline.AskedQuery;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.TextColumns;
import dev.leat.spark.store.CommitEntry;
import dev.leat.spark.store.WarehouseState;
import dev.leat.spi.Commit;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.PlannedRefresh;
import dev.leat.spi.QueryResult;
import dev.leat.spi.RefreshResult.Extent;
import dev.leat.spi.RejectedRecord;
import dev.leat.sql.project.QueryCompiler;
import dev.leat.sql.project.QueryCompiler.CompiledQuery;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.hadoop.HadoopTables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reads a warehouse sees one commit, whatever a writer does meanwhile, and leaves everything as it is. */
final class TestReadingEngine {
    private static final String KEPT = "SELECT id FROM kept ORDER BY id";

    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void open() {
        shop = Shop.in(folder).customer("c1", "1,Ann", "2,Bob").order("o1", "1,1,10", "2,2,20", "3,1,-5");
    }

    private SparkEngine reader() {
        return SparkEngine.openToRead(
                LocalSpark.session(),
                new SparkEngine.Options(shop.warehouse().toUri().toString(), "", Clock.systemUTC(), Duration.ZERO));
    }

    private List<String> rows(SparkEngine engine, String sql) {
        return rows(engine, shop.pipeline(), sql);
    }

    private List<String> rows(SparkEngine engine, Pipeline pipeline, String sql) {
        CompiledQuery query = new QueryCompiler(pipeline, folder, new SparkFileReaders()).compile(sql);
        Pipeline asked = AskedQuery.put(pipeline, query.sources(), query.columns(), query.plan());
        List<String> all = new ArrayList<>();
        try (QueryResult result = engine.query(asked, TextColumns.cast(AskedQuery.of(asked)))) {
            for (int rows = result.next(); rows > 0; rows = result.next()) {
                for (int row = 0; row < rows; row++) {
                    int at = row;
                    all.add(IntStream.range(0, result.schema().size())
                            .mapToObj(i -> result.column(i).isNullAt(at)
                                    ? "NULL"
                                    : new String(result.column(i).bytesAt(at), StandardCharsets.UTF_8))
                            .collect(Collectors.joining(",")));
                }
            }
        }
        return all;
    }

    /** What each file of the warehouse is, by its name, but for that by which a writer shows every so often that it lives. */
    private Map<String, String> files() throws IOException {
        Map<String, String> all = new TreeMap<>();
        if (Files.exists(shop.warehouse())) {
            try (Stream<Path> files = Files.walk(shop.warehouse())) {
                for (Path file : files.filter(TestReadingEngine::isLasting).toList()) {
                    all.put(
                            file.toString(),
                            Files.isDirectory(file) ? "" : Files.size(file) + " " + Files.getLastModifiedTime(file));
                }
            }
        }
        return all;
    }

    private static boolean isLasting(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith("leat_writer") && !name.startsWith("_unfinished_");
    }

    private static void refreshAll(Commit commit, Pipeline pipeline) {
        for (Dataset dataset : pipeline.datasets()) {
            commit.refresh(dataset);
        }
    }

    @Test
    void tablesThatAreAheadOfTheLogAreReadAsOfTheLastCommit() throws IOException {
        Pipeline pipeline = shop.pipeline();
        try (SparkEngine writer = shop.open()) {
            Shop.run(writer, pipeline);
            shop.order("o2", "4,2,40", "5,1,-7");
            try (Commit commit = writer.begin(pipeline, CommitTerms.DEFAULT)) {
                refreshAll(commit, pipeline);
                // Another program sees them.
                assertThat(Shop.rows(writer.spark(), "kept")).hasSize(3);
                Map<String, String> before = files();
                try (SparkEngine reader = reader()) {
                    assertThat(rows(reader, KEPT)).containsExactly("1", "2");
                    assertThat(rows(reader, "SELECT sum(total), (SELECT count(*) FROM named) FROM totals"))
                            .containsExactly("30,2");
                    assertThat(reader.datasets())
                            .extracting(dataset -> dataset.name().simpleName() + " " + dataset.rows())
                            .containsExactly("kept 2", "named 2", "totals 2");
                    assertThat(reader.plan(pipeline))
                            .extracting(PlannedRefresh::extent)
                            .allSatisfy(extent -> assertThat(extent).contains(Extent.CHANGE));
                    assertThat(reader.status(pipeline).reads()).isNotEmpty();
                }
                assertThat(files()).isEqualTo(before);
                commit.publish(List.of());
            }
            try (SparkEngine reader = reader()) {
                assertThat(rows(reader, KEPT)).containsExactly("1", "2", "4");
            }
        }
    }

    @Test
    void readerStaysAtItsCommitWhileOthersAreMade() {
        Pipeline pipeline = shop.pipeline();
        try (SparkEngine writer = shop.open()) {
            Shop.run(writer, pipeline);
            try (SparkEngine reader = reader()) {
                for (int commit = 0; commit < 3; commit++) {
                    shop.order("more" + commit, (10 + commit) + ",1,1");
                    Shop.run(writer, pipeline);
                    assertThat(rows(reader, KEPT)).containsExactly("1", "2");
                }
            }
        }
    }

    @Test
    void whatWasRemovedMeanwhileIsReadAsOfTheNewestCommit() {
        Pipeline pipeline = shop.pipeline();
        try (SparkEngine writer = shop.open()) {
            Shop.run(writer, pipeline);
            try (SparkEngine reader = reader()) {
                long old = table("kept").currentSnapshot().snapshotId();
                shop.order("o2", "4,1,1");
                Shop.run(writer, pipeline);
                table("kept").expireSnapshots().expireSnapshotId(old).commit();
                assertThat(rows(
                                reader,
                                "SELECT k.id, t.total FROM kept k JOIN totals t USING (customer) ORDER BY k.id"))
                        .containsExactly("1,11", "2,20", "4,11");
            }
        }
    }

    @Test
    void whatWasRemovedAndHasNoNewerCommitIsTold() {
        Pipeline pipeline = shop.pipeline();
        try (SparkEngine writer = shop.open()) {
            Shop.run(writer, pipeline);
            Table kept = table("kept");
            long old = kept.currentSnapshot().snapshotId();
            kept.newAppend().commit();
            kept.expireSnapshots().expireSnapshotId(old).commit();
            try (SparkEngine reader = reader()) {
                assertThatThrownBy(() -> rows(reader, KEPT))
                        .isInstanceOfSatisfying(
                                LeatException.class,
                                failure -> assertThat(failure.code()).isEqualTo(ErrorCode.IO))
                        .hasMessageContaining("removed by later runs while they were read; try again");
            }
        }
    }

    private Table table(String dataset) {
        return new HadoopTables(new Configuration())
                .load(shop.warehouse().resolve("default").resolve(dataset).toString());
    }

    @Test
    void withoutAStateSourcesAreReadAndNothingIsMade() {
        try (SparkEngine reader = reader()) {
            assertThat(reader.hasState()).isFalse();
            assertThat(reader.datasets()).isEmpty();
            assertThat(rows(reader, "SELECT name FROM customers ORDER BY name DESC"))
                    .containsExactly("Bob", "Ann");
            assertThat(reader.plan(shop.pipeline()))
                    .extracting(PlannedRefresh::extent)
                    .allSatisfy(extent -> assertThat(extent).contains(Extent.WHOLE));
            assertThatThrownBy(() -> rows(reader, KEPT))
                    .isInstanceOfSatisfying(
                            LeatException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.PROJECT))
                    .hasMessageContaining("has not been computed yet; run the project first");
        }
        assertThat(shop.warehouse()).doesNotExist();
    }

    /** More than the driver takes at once, of several parts. */
    @Test
    void rowsThatAreManyComeInTheirOrder() {
        for (int file = 0; file < 3; file++) {
            int first = 1000 + file * 2000;
            shop.order(
                    "many" + file,
                    IntStream.range(first, first + 2000)
                            .mapToObj(id -> id + ",1,1")
                            .toArray(String[]::new));
        }
        Pipeline pipeline = shop.pipeline();
        try (SparkEngine writer = shop.open()) {
            Shop.run(writer, pipeline);
        }
        try (SparkEngine reader = reader()) {
            List<String> ids = rows(reader, pipeline, "SELECT id FROM kept WHERE id >= 1000 ORDER BY id DESC");
            assertThat(ids)
                    .isEqualTo(IntStream.range(0, 6000)
                            .mapToObj(i -> Integer.toString(6999 - i))
                            .toList());
        }
    }

    @Test
    void columnsOfAnOlderDefinitionAreToldApart() {
        try (SparkEngine writer = shop.open()) {
            Shop.run(writer, shop.pipeline());
        }
        Pipeline changed = shop.pipeline("CREATE MATERIALIZED VIEW totals AS SELECT 'x' AS total;");
        try (SparkEngine reader = reader()) {
            assertThatThrownBy(() -> rows(reader, changed, "SELECT total FROM totals"))
                    .hasMessageContaining("Cannot read the column total of totals: its definition has it as STRING");
        }
    }

    /** As on the embedded engine: what is left is a copy, for queries. */
    @Test
    void stateThatWasMovedAwayIsReadAsItWas() {
        Place elsewhere = new Place(Movement.Engine.EMBEDDED, "/state");
        try (SparkEngine writer = shop.open()) {
            Shop.run(writer, shop.pipeline());
            WarehouseState state = writer.log().state();
            writer.log()
                    .add(CommitEntry.ofMovement(
                            state.number() + 1,
                            state.micros() + 1,
                            writer.log().writer(),
                            "",
                            new Movement(Movement.Stage.MOVED, elsewhere, state.number())));
        }
        try (SparkEngine reader = reader()) {
            assertThat(rows(reader, KEPT)).containsExactly("1", "2");
            assertThat(reader.status(shop.pipeline()).last()).isPresent();
        }
    }

    @Test
    void malformedRecordsAreTold() throws IOException {
        shop.order("bad", "x,1,1");
        try (SparkEngine writer = shop.open()) {
            Shop.run(writer, shop.pipeline());
        }
        List<String> told = new ArrayList<>();
        try (SparkEngine reader = reader()) {
            reader.forEachRejected(rejected -> told.add(text(rejected)));
        }
        assertThat(told).containsExactly("`spark_catalog`.`default`.`kept` malformed x,1,1");
    }

    private static String text(RejectedRecord rejected) {
        return rejected.reader() + " " + rejected.kind() + " "
                + new String(rejected.record().raw(), StandardCharsets.UTF_8);
    }
}
