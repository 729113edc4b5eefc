package dev.leat.conformance.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few of the random projects, whose long run is {@code bench/incremental-oracle}. */
final class TestIncrementalOracle {
    private static final long SEED = 1;
    private static final int PROJECTS = 5;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void maintainedResultsEqualThoseComputedAsAWhole() throws IOException {
        MaintenanceTally tally = new MaintenanceTally();
        for (long seed = SEED; seed < SEED + PROJECTS; seed++) {
            new RandomProject(seed, folder, seed == SEED).run(tally);
        }

        assertThat(tally.differences()).as("%s", tally).isZero();
        assertThat(tally.byChange()).as("%s", tally).isGreaterThan(PROJECTS * 10);
        assertThat(tally.bySpark()).as("%s", tally).isPositive();
    }

    @Test
    void lateRowsAreThoseOfTheDefinitionAndAllOthersAreInTheResults() throws IOException {
        MaintenanceTally tally = new MaintenanceTally();
        for (long seed = SEED; seed < SEED + PROJECTS; seed++) {
            new RandomStreams(seed, folder, tally).run();
        }

        assertThat(tally.differences()).as("%s", tally).isZero();
        assertThat(tally.late()).as("%s", tally).isGreaterThan(PROJECTS * 10);
    }

    /** A stream for which an outer join takes a row back as one without a partner, whose partner it has forgotten. */
    @Test
    void rowsOfAnOuterJoinOfStreamsStayWhereTheyHadAPartner() throws IOException {
        MaintenanceTally tally = new MaintenanceTally();
        new RandomStreams(20_261_141, folder, tally).run();

        assertThat(tally.differences()).as("%s", tally).isZero();
    }
}
