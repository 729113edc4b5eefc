package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import dev.leat.run.RunReport;
import dev.leat.spi.Commit;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects whose definitions change between commits, and in the middle of one. */
final class TestChangedProjects {
    private static final String NUMBERS =
            "CREATE MATERIALIZED VIEW kept AS SELECT customer, amount FROM orders WHERE amount > 0;";
    private static final String TEXTS =
            "CREATE MATERIALIZED VIEW kept AS SELECT customer, concat('#', amount) AS amount,"
                    + " id FROM orders WHERE amount > 0;";
    private static final String TOTALS =
            "CREATE MATERIALIZED VIEW totals AS SELECT customer, sum(amount) AS total FROM orders GROUP BY customer;";

    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void open() {
        shop = Shop.in(folder).customer("c1", "1,Ann").order("o1", "1,1,10", "2,2,20");
    }

    private static List<String> rows(SparkEngine engine, String dataset) {
        return Shop.rows(engine.spark(), dataset);
    }

    private static List<String> states(SparkEngine engine) {
        return engine.tables().list(List.of(TableNames.STATES));
    }

    @Test
    void columnsOfAViewMayGetOtherTypes() {
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, shop.pipeline(NUMBERS));
            assertThat(rows(engine, "kept")).containsExactly("1,10", "2,20");
            Shop.run(engine, shop.pipeline(TEXTS));
            assertThat(rows(engine, "kept")).containsExactly("1,#10,1", "2,#20,2");
            shop.order("o2", "3,1,7");
            Shop.run(engine, shop.pipeline(TEXTS));
            assertThat(rows(engine, "kept")).containsExactly("1,#10,1", "1,#7,3", "2,#20,2");
        }
    }

    /** A table that is set back to a snapshot has to have that snapshot's columns again. */
    @Test
    void columnsThatNoCommitHasGivenAreTakenBack() {
        Pipeline numbers = shop.pipeline(NUMBERS);
        SparkEngine dead = shop.open();
        Shop.run(dead, numbers);
        Pipeline texts = shop.pipeline(TEXTS);
        Commit commit = dead.begin(texts, CommitTerms.DEFAULT);
        commit.refresh(texts.datasets().get(0));
        try (SparkEngine next = shop.open()) {
            assertThat(rows(next, "kept")).containsExactly("1,10", "2,20");
            shop.order("o2", "3,1,7");
            Shop.run(next, numbers);
            assertThat(rows(next, "kept")).containsExactly("1,10", "1,7", "2,20");
            Shop.run(next, texts);
            assertThat(rows(next, "kept")).containsExactly("1,#10,1", "1,#7,3", "2,#20,2");
        }
        dead.close();
    }

    @Test
    void streamKeepsItsRowsWhereItsColumnsWouldChange() {
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, shop.pipeline("CREATE STREAMING TABLE kept AS SELECT id FROM STREAM(orders);"));
            shop.order("o2", "3,1,7");
            RunReport report = Shop.report(
                    engine,
                    shop.pipeline(
                            "CREATE STREAMING TABLE kept AS SELECT CAST(id AS STRING) AS id FROM STREAM(orders);"));
            assertThat(report.outcomes()).extracting(Outcome::status).containsExactly(Outcome.Status.FAILED);
            assertThat(report.outcomes().get(0).problems().get(0).message())
                    .contains("Cannot keep the rows of the streaming table kept");
            assertThat(rows(engine, "kept")).containsExactly("1", "2");
        }
    }

    @Test
    void operatorsThatAViewNoLongerHasAreRemoved() {
        try (SparkEngine engine = shop.open()) {
            followed(engine, TOTALS);
            assertThat(states(engine)).isNotEmpty();
            Shop.run(engine, shop.pipeline("CREATE MATERIALIZED VIEW totals AS SELECT customer FROM orders;"));
            assertThat(states(engine)).isEmpty();
            assertThat(rows(engine, "totals")).hasSize(3);
        }
    }

    /** So often that what a change needs is stored. */
    private void followed(SparkEngine engine, String definitions) {
        Pipeline pipeline = shop.pipeline(definitions);
        Shop.run(engine, pipeline);
        shop.order("o2", "3,1,7");
        Shop.run(engine, pipeline);
    }

    @Test
    void datasetThatComesBackHasWhatItMissed() {
        try (SparkEngine engine = shop.open()) {
            followed(engine, TOTALS + NUMBERS);
            Shop.run(engine, shop.pipeline(NUMBERS));
            shop.order("o3", "4,2,5");
            Shop.run(engine, shop.pipeline(NUMBERS));
            Shop.run(engine, shop.pipeline(TOTALS + NUMBERS));
            assertThat(rows(engine, "totals")).containsExactly("1,17", "2,25");
        }
    }

    @Test
    void operatorsOfADatasetThatIsRemovedAreRemoved() {
        try (SparkEngine engine = shop.open()) {
            followed(engine, TOTALS + NUMBERS);
            assertThat(states(engine)).isNotEmpty();
            Shop.run(engine, shop.pipeline(NUMBERS));
            assertThat(states(engine)).isEmpty();
        }
    }
}
