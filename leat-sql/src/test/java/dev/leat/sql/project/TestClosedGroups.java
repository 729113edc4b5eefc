package dev.leat.sql.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.incremental.ClosedGroups;
import dev.leat.incremental.Maintained;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.Plan;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which groups of a stream are closed, by the plans that Spark's analyzer makes of windows. */
final class TestClosedGroups {
    private static final long DAY_MICROS = Duration.ofDays(1).toNanos() / 1000;

    private static final String TIMED = "STREAM ev WATERMARK t DELAY OF INTERVAL 1 MINUTE";

    @TempDir
    private Path folder = Path.of("");

    private Maintained maintained(String query) {
        Path file = folder.resolve("p.sql");
        try {
            Files.createDirectories(folder.resolve("in"));
            Files.createDirectories(folder.resolve("dim"));
            Files.writeString(
                    file,
                    "CREATE TABLE ev (t TIMESTAMP, k STRING, v INT) USING csv OPTIONS (path 'in');\n"
                            + "CREATE TABLE dim (k STRING, since TIMESTAMP) USING csv OPTIONS (path 'dim');\n"
                            + "CREATE STREAMING TABLE result AS " + query + ";\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Pipeline pipeline = new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(file)))
                .require();
        return Maintained.ofStream(pipeline.flows().get(0).query(), scan -> true);
    }

    /** What is known of each aggregate, the lowest first. */
    private List<Optional<ClosedGroups>> closed(String query) {
        Maintained maintained = maintained(query);
        List<Optional<ClosedGroups>> found = new ArrayList<>();
        IntStream.range(0, maintained.stored().size())
                .filter(i -> maintained.stored().get(i) instanceof Plan.Aggregate)
                .forEach(i -> found.add(maintained.closed(i)));
        assertThat(found).isNotEmpty();
        return found;
    }

    private ClosedGroups only(String query) {
        List<Optional<ClosedGroups>> closed = closed(query);
        assertThat(closed).hasSize(1);
        assertThat(closed.get(0)).isPresent();
        return closed.get(0).orElseThrow();
    }

    private static List<Long> margins(ClosedGroups groups) {
        return groups.least().stream().map(ClosedGroups.Bound::marginMicros).toList();
    }

    @Test
    void groupsOfATimeCloseWithIt() {
        ClosedGroups groups = only("SELECT k, t, count(*) AS n FROM " + TIMED + " GROUP BY k, t");

        assertThat(groups.key()).isEqualTo(1);
        assertThat(groups.field()).isEmpty();
        assertThat(margins(groups)).containsExactly(0L);
    }

    @Test
    void filterThatMakesTheTimeNeverNullDoesNotHideIt() {
        assertThat(margins(only("SELECT t, count(*) AS n FROM " + TIMED + " WHERE t IS NOT NULL GROUP BY t")))
                .containsExactly(0L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "window(t, '5 minutes')",
                "window(t, '5 minutes', '5 minutes', '1 minute')",
                "window(t, '5 minutes', '5 minutes', '-1 minute')",
                "window(t, '7 days')"
            })
    void tumblingWindowsCloseByTheirStart(String window) {
        ClosedGroups groups = only("SELECT " + window + " AS w, count(*) AS n FROM " + TIMED + " GROUP BY " + window);

        assertThat(groups.field()).isEqualTo(OptionalInt.of(0));
        assertThat(margins(groups)).containsExactly(0L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "window(t, '6 minutes', '3 minutes')",
                "window(t, '7 minutes', '3 minutes', '1 minute')",
                "window(t, '1 day', '1 hour', '-90 seconds')"
            })
    void slidingWindowsHaveABoundForEachWindowOfATime(String window) {
        ClosedGroups groups = only("SELECT " + window + " AS w, max(v) AS n FROM " + TIMED + " GROUP BY " + window);

        assertThat(groups.field()).isEqualTo(OptionalInt.of(0));
        assertThat(groups.least()).hasSizeGreaterThan(1);
        assertThat(margins(groups)).containsOnly(0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"date_trunc('HOUR', t)", "CAST(t AS DATE)", "to_date(t)", "trunc(CAST(t AS DATE), 'MM')"})
    void localTimesAreGivenADay(String key) {
        ClosedGroups groups =
                only("SELECT " + key + " AS d, t, count(*) AS n FROM " + TIMED + " GROUP BY " + key + ", t");

        assertThat(groups.key()).isZero();
        assertThat(margins(groups)).containsExactly(DAY_MICROS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hour(t)", "date_format(t, 'MM')", "v", "unix_micros(t) % 10", "-unix_micros(t)"})
    void otherKeysCloseNothing(String key) {
        ClosedGroups groups =
                only("SELECT " + key + " AS d, t, count(*) AS n FROM " + TIMED + " GROUP BY " + key + ", t");

        assertThat(groups.key()).isEqualTo(1);
    }

    @Test
    void eachReadOfAUnionIsABound() {
        ClosedGroups groups = only("SELECT t, count(*) AS n FROM (SELECT t FROM " + TIMED
                + " UNION ALL SELECT t FROM STREAM ev WATERMARK t DELAY OF INTERVAL 1 HOUR) GROUP BY t");

        assertThat(groups.least()).hasSize(2);
        assertThat(groups.least()).extracting(ClosedGroups.Bound::watermark).doesNotHaveDuplicates();
    }

    @Test
    void readWithoutAWatermarkKeepsAllGroupsOpen() {
        assertThat(closed("SELECT t, count(*) AS n FROM (SELECT t FROM " + TIMED
                        + " UNION ALL SELECT t FROM STREAM ev) GROUP BY t"))
                .containsExactly(Optional.empty());
    }

    @Test
    void timeOfATableThatIsJoinedClosesNothing() {
        ClosedGroups groups = only(
                "SELECT since, e.t, count(*) AS n FROM " + TIMED + " AS e JOIN dim ON e.k = dim.k GROUP BY since, e.t");

        assertThat(groups.key()).isEqualTo(1);
    }

    @Test
    void rowsThatAnotherStreamIsJoinedWithKeepGroupsOpen() {
        assertThat(closed("SELECT a.t, count(*) AS n FROM " + TIMED + " AS a JOIN " + TIMED
                        + " AS b ON a.k = b.k GROUP BY a.t"))
                .containsExactly(Optional.empty());
    }

    @Test
    void groupsThatAnotherStreamIsJoinedWithStayOpen() {
        assertThat(closed("SELECT a.k, a.n, b.v FROM (SELECT k, window(t, '1 minute') AS w, count(*) AS n FROM " + TIMED
                        + " GROUP BY k, window(t, '1 minute')) AS a JOIN STREAM ev AS b ON a.k = b.k"))
                .containsExactly(Optional.empty());
    }

    @Test
    void groupsBelowThoseThatAreFoundAnewStayOpen() {
        String inner =
                "(SELECT window(t, '1 minute') AS w, count(*) AS n FROM " + TIMED + " GROUP BY window(t, '1 minute'))";

        assertThat(closed(
                        "SELECT window(w, '1 hour') AS h, max(n) AS n FROM " + inner + " GROUP BY window(w, '1 hour')"))
                .containsExactly(Optional.empty(), Optional.empty());
        assertThat(closed("SELECT window(w, '1 hour') AS h, sum(n) AS n FROM " + inner
                                + " GROUP BY window(w, '1 hour')")
                        .get(0))
                .isPresent();
    }

    @Test
    void groupsThatDoNotMergeCloseAsWell() {
        assertThat(closed("SELECT t, collect_list(v) AS v FROM " + TIMED + " GROUP BY t"))
                .hasSize(1)
                .allMatch(Optional::isPresent);
    }

    @Test
    void watermarkAboveGroupsClosesNothing() {
        List<Optional<ClosedGroups>> closed = closed("SELECT t, count(*) AS n FROM (SELECT DISTINCT t, v FROM " + TIMED
                + ") WATERMARK t DELAY OF INTERVAL 1 HOUR GROUP BY t");

        assertThat(closed).hasSize(2);
        assertThat(closed.get(0)).isPresent();
        assertThat(closed.get(1)).isEmpty();
    }

    @Test
    void watermarksDoNothingInQueriesWithoutGroups() {
        assertThat(maintained("SELECT k, t FROM " + TIMED).hasWatermarks()).isFalse();
    }

    @Test
    void watermarkAboveAnotherCountsForItself() {
        Maintained maintained = maintained("SELECT t, count(*) AS n FROM (SELECT * FROM (SELECT * FROM " + TIMED
                + ") WATERMARK t DELAY OF INTERVAL 1 HOUR) GROUP BY t");

        assertThat(maintained.stored().stream().filter(Plan.Watermark.class::isInstance))
                .hasSize(2);
    }
}
