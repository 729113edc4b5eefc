package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.incremental.Stored;
import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.plan.Plan.JoinKind;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** What of a large relation is read that is joined with few rows. */
final class TestKnownKeys {
    private static final double LARGE = 100e6;
    private static final RelationName STAGE = RelationName.of("few");

    private final SparkSession spark = LocalSpark.session();
    private double bytes = LARGE;

    private static Plan.Scan large(DataType type) {
        return new Plan.Scan(
                RelationName.of("spark_catalog", "default", "large"),
                Plan.ScanMode.TABLE,
                List.of("k", "v"),
                List.of(new Column(1, "k", type, true), new Column(2, "v", Simple.INT, true)));
    }

    private static Plan stage(DataType type, int id) {
        return Stored.scan(STAGE, List.of(new Column(id, "k", type, true)));
    }

    private List<String> filters(Plan plan, String type, Object... keys) {
        List<Row> rows = Stream.of(keys).map(RowFactory::create).toList();
        StructType schema = StructType.fromDDL(Stored.field(0) + " " + type);
        Staged staged = new Staged(spark.createDataFrame(rows, schema), rows.size(), Optional.of(rows));
        Plan restricted = KnownKeys.apply(
                plan,
                name -> name.equals(STAGE) ? Optional.of(staged) : Optional.empty(),
                scan -> scan.relation().equals(STAGE) ? 0 : bytes,
                SparkEngine.Limits.DEFAULT.keyedBytes());
        List<String> found = new ArrayList<>();
        for (Plan node : Plans.nodes(restricted)) {
            if (node instanceof Plan.Filter filter) {
                assertThat(filter.input()).isNotEqualTo(stage(Simple.INT, 3));
                found.add(filter.condition().toString());
            }
        }
        return found;
    }

    @Test
    void keysOfFewRowsAreLookedForInTheLargeSide() {
        Plan large = large(Simple.INT);
        Plan few = stage(Simple.INT, 3);

        for (JoinKind kind : List.of(JoinKind.INNER, JoinKind.SEMI)) {
            assertThat(filters(PlanExamples.join(large, few, kind, "="), "INT", 7, 5, 7))
                    .as("the large on the left of %s", kind)
                    .singleElement()
                    .asString()
                    .contains("5", "7");
        }
        for (JoinKind kind : List.of(JoinKind.INNER, JoinKind.LEFT, JoinKind.ANTI)) {
            assertThat(filters(PlanExamples.join(few, large, kind, "="), "INT", 7, 5))
                    .as("the large on the right of %s", kind)
                    .hasSize(1);
        }
    }

    @Test
    void rowsWithoutMatchStayWhereTheyAreAskedFor() {
        Plan large = large(Simple.INT);
        Plan few = stage(Simple.INT, 3);

        for (JoinKind kind : List.of(JoinKind.LEFT, JoinKind.FULL, JoinKind.ANTI, JoinKind.ANTI_NULL_AWARE)) {
            assertThat(filters(PlanExamples.join(large, few, kind, "="), "INT", 7, 5))
                    .as(kind.name())
                    .isEmpty();
        }
        assertThat(filters(PlanExamples.join(few, large, JoinKind.RIGHT, "="), "INT", 7, 5))
                .isEmpty();
    }

    @Test
    void nullsStayWhereTheyAreEqual() {
        assertThat(filters(PlanExamples.join(large(Simple.INT), stage(Simple.INT, 3), JoinKind.SEMI, "<=>"), "INT", 7))
                .singleElement()
                .asString()
                .containsIgnoringCase("null");
    }

    @Test
    void manyKeysAreARange() {
        Object[] keys = IntStream.rangeClosed(1_000, 1_500).boxed().toArray();
        Plan join = PlanExamples.join(large(Simple.INT), stage(Simple.INT, 3), JoinKind.INNER, "=");

        assertThat(filters(join, "INT", keys)).singleElement().asString().contains("1000", "1500");
        bytes = LARGE / 10;
        assertThat(filters(join, "INT", keys)).isEmpty();
        bytes = LARGE / 1000;
        assertThat(filters(join, "INT", 7)).isEmpty();
    }

    @Test
    void daysAndTextsAreKeysAndNumbersWithAPointAreNot() {
        Plan days = PlanExamples.join(large(Simple.DATE), stage(Simple.DATE, 3), JoinKind.INNER, "=");
        assertThat(filters(days, "DATE", LocalDate.of(2024, 2, 29))).hasSize(1);
        Plan texts = PlanExamples.join(large(Simple.STRING), stage(Simple.STRING, 3), JoinKind.INNER, "=");
        assertThat(filters(texts, "STRING", "a'b")).hasSize(1);
        Plan numbers = PlanExamples.join(large(Simple.DOUBLE), stage(Simple.DOUBLE, 3), JoinKind.INNER, "=");
        assertThat(filters(numbers, "DOUBLE", 1.5)).isEmpty();
    }

    @Test
    void columnOfAUnionIsKnownOnlyIfAllOfItsBranchesAre() {
        Plan few = stage(Simple.INT, 3);
        Plan known = new Plan.Union(List.of(few, stage(Simple.INT, 4)), List.of(new Column(5, "k", Simple.INT, true)));
        assertThat(filters(PlanExamples.join(large(Simple.INT), known, JoinKind.SEMI, "="), "INT", 7))
                .hasSize(1);
        // Of versions of one relation the columns are the same.
        Plan.Scan other = new Plan.Scan(
                RelationName.of("spark_catalog", "default", "other"), Plan.ScanMode.TABLE, List.of("k"), few.output());
        Plan unknown = new Plan.Union(List.of(few, other), few.output());
        assertThat(filters(PlanExamples.join(large(Simple.INT), unknown, JoinKind.SEMI, "="), "INT", 7))
                .isEmpty();
    }
}
