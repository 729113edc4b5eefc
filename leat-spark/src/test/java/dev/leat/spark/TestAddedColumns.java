package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.pipeline.Pipeline;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.Outcome;
import dev.leat.spi.RefreshResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A streaming table whose flows give more columns than before keeps its rows, with NULL for what they have not. */
final class TestAddedColumns {
    private static final String READERS = """
            CREATE STREAMING TABLE copies AS SELECT * FROM STREAM(events);
            CREATE MATERIALIZED VIEW alls AS SELECT * FROM events;
            CREATE MATERIALIZED VIEW ids AS SELECT max(id) AS id, count(*) AS n FROM events;
            CREATE MATERIALIZED VIEW pairs AS
              SELECT e.id, c.name FROM events e LEFT JOIN customers c ON e.customer = c.id;
            """;

    @TempDir
    private Path folder;

    private final FailingWrites failing = new FailingWrites();
    private Shop shop;

    @BeforeEach
    void open() {
        shop = Shop.in(folder).customer("c1", "1,Ann", "2,Bob").order("o1", "1,1,10", "2,2,-20");
    }

    @AfterEach
    void remove() {
        failing.close();
    }

    private Pipeline events(String columns) {
        return shop.pipeline(
                "CREATE STREAMING TABLE events (CONSTRAINT owed EXPECT (amount > 0) ON VIOLATION QUARANTINE)"
                        + " AS SELECT " + columns + " FROM STREAM(orders);\n" + READERS);
    }

    private static String extent(RunReport report, String name) {
        return report.outcomes().stream()
                .filter(outcome -> outcome.name().simpleName().equals(name))
                .flatMap(outcome -> outcome.result().stream())
                .map(RefreshResult::extent)
                .map(Enum::name)
                .findFirst()
                .orElse("none");
    }

    private static List<String> rows(SparkEngine engine, String table, String columns) {
        return engine
                .spark()
                .sql("SELECT concat_ws(',', " + columns + ") AS row FROM " + TableNames.CATALOG + ".default." + table
                        + " ORDER BY row")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private static List<String> columns(SparkEngine engine, String table) {
        return List.of(
                engine.spark().table(TableNames.CATALOG + ".default." + table).columns());
    }

    private static String all(String... columns) {
        return "coalesce(string(" + String.join("), '-'), coalesce(string(", columns) + "), '-')";
    }

    @Test
    void rowsStayWithNullInNewColumnsAndWhatReadsThemFollows() {
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, events("id, customer, amount"));
            shop.order("o2", "3,1,30", "4,2,-40");
            Pipeline now = events("amount * 2 AS twice, id, customer, amount, 'k' AS kind");
            RunReport report = Shop.report(engine, now);
            assertThat(List.of("events", "copies", "alls", "ids", "pairs"))
                    .extracting(name -> extent(report, name))
                    .containsExactly("CHANGE", "CHANGE", "WHOLE", "CHANGE", "CHANGE");
            String all = all("twice", "id", "customer", "amount", "kind");
            for (String table : List.of("events", "copies", "alls")) {
                assertThat(columns(engine, table)).containsExactly("twice", "id", "customer", "amount", "kind");
                assertThat(rows(engine, table, all)).containsExactly("-,1,1,10,-", "60,3,1,30,k");
            }
            assertThat(rows(engine, "events_quarantine", all)).containsExactly("-,2,2,-20,-", "-80,4,2,-40,k");
            assertThat(rows(engine, "ids", all("id", "n"))).containsExactly("3,2");
            assertThat(rows(engine, "pairs", all("id", "name"))).containsExactly("1,Ann", "3,Ann");
            RunReport again = Shop.report(engine, now);
            assertThat(again.outcomes())
                    .allSatisfy(
                            outcome -> assertThat(outcome.result().orElseThrow().extent())
                                    .isEqualTo(RefreshResult.Extent.NOTHING));
        }
    }

    @Test
    void columnsAreAddedBeforeRowsComeAndStayWithTheState() {
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, events("id, customer, amount"));
            RunReport report = Shop.report(engine, events("id, customer, amount, 'k' AS kind"));
            assertThat(List.of("events", "copies", "alls", "ids"))
                    .extracting(name -> extent(report, name))
                    .containsExactly("NOTHING", "NOTHING", "WHOLE", "NOTHING");
        }
        shop.order("o2", "3,1,30");
        try (SparkEngine engine = shop.open()) {
            assertThat(rows(engine, "copies", all("id", "kind"))).containsExactly("1,-");
            Shop.run(engine, events("id, customer, amount, 'k' AS kind"));
            for (String table : List.of("events", "copies", "alls")) {
                assertThat(rows(engine, table, all("id", "kind"))).containsExactly("1,-", "3,k");
            }
        }
    }

    @Test
    void commitThatFailsLeavesTheColumnsAsTheyWere() {
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, events("id, customer, amount"));
            shop.order("o2", "3,1,30");
            failing.at("/default/events/data");
            RunReport report = Shop.report(engine, events("id, customer, amount, 'k' AS kind"));
            failing.end();
            assertThat(report.outcomes())
                    .filteredOn(outcome -> outcome.status() == Outcome.Status.FAILED)
                    .hasSize(1);
            assertThat(columns(engine, "events")).containsExactly("id", "customer", "amount");
            Shop.run(engine, events("id, customer, amount"));
            assertThat(rows(engine, "events", all("id", "amount"))).containsExactly("1,10", "3,30");
            shop.order("o3", "5,1,50");
            Shop.run(engine, events("id, customer, amount, 'k' AS kind"));
            assertThat(rows(engine, "events", all("id", "kind"))).containsExactly("1,-", "3,-", "5,k");
        }
    }

    @Test
    void columnsThatAreGoneOrHaveAnotherTypeAreRefused() {
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, events("id, customer, amount"));
            for (String columns : List.of("id, amount", "id, string(customer) AS customer, amount")) {
                Pipeline other = shop.pipeline(
                        "CREATE STREAMING TABLE events (CONSTRAINT owed EXPECT (amount > 0) ON VIOLATION QUARANTINE)"
                                + " AS SELECT " + columns + " FROM STREAM(orders);\n");
                Diagnostic problem = Shop.report(engine, other).outcomes().stream()
                        .flatMap(outcome -> outcome.problems().stream())
                        .findFirst()
                        .orElseThrow();
                assertThat(problem.code()).isEqualTo(ErrorCode.PROJECT);
                assertThat(problem.message())
                        .contains("Cannot keep the rows of the streaming table events", "customer", "--full-refresh");
            }
        }
    }

    @Test
    void quarantineThatNothingGetsIntoForATimeHasTheColumnsOfItsTable() {
        String plain =
                "CREATE STREAMING TABLE events AS SELECT id, customer, amount, 'k' AS `in.kind` FROM STREAM(orders);";
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, events("id, customer, amount"));
            shop.order("o2", "3,1,-30");
            Shop.run(engine, shop.pipeline(plain));
            assertThat(rows(engine, "events", all("id", "`in.kind`"))).containsExactly("1,-", "3,k");
            assertThat(rows(engine, "events_quarantine", all("id", "`in.kind`")))
                    .containsExactly("2,-");
            shop.order("o3", "4,1,-40");
            Shop.run(engine, events("id, customer, amount, 'k' AS `in.kind`"));
            assertThat(rows(engine, "events_quarantine", all("id", "`in.kind`")))
                    .containsExactly("2,-", "4,k");
            new PipelineRunner(engine, RunListener.SILENT)
                    .run(
                            shop.pipeline(plain),
                            Selection.all(),
                            new CommitTerms(CommitTerms.Basis.NOTHING, CommitTerms.DEFAULT.lastRecord()));
            assertThat(rows(engine, "events_quarantine", "id")).isEmpty();
        }
    }

    @Test
    void rowsOfADatasetThatIsGoneAreNotTakenForAQuarantine() {
        try (SparkEngine engine = shop.open()) {
            Shop.run(
                    engine,
                    shop.pipeline(
                            "CREATE STREAMING TABLE events AS SELECT id, amount FROM STREAM(orders);"
                                    + "CREATE STREAMING TABLE events_quarantine AS SELECT id, amount FROM STREAM(orders) WHERE amount < 0;"));
            shop.order("o2", "3,1,-30");
            RunReport report = Shop.report(engine, events("id, amount, customer"));
            assertThat(report.outcomes().get(0).problems().get(0).message())
                    .contains("would be kept as events_quarantine", "stay as they are");
            assertThat(columns(engine, "events_quarantine")).containsExactly("id", "amount");
            assertThat(rows(engine, "events_quarantine", "id")).containsExactly("2");
        }
    }
}
