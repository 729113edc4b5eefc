package dev.leat.conformance.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.soak.EnrichedRows.Faults;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is noticed of the rows of a topic. */
final class TestEnrichedRows {
    private static final long TIME = TimeUnit.DAYS.toMicros(20_000);
    private static final int ROWS = 100;

    private final ExpectedResults expected = new ExpectedResults(Tally.byClass(), Tally.byUser());
    private final EnrichedRows rows = new EnrichedRows();

    TestEnrichedRows() {
        for (long id = 0; id < ROWS; id++) {
            expected.clicks().add(SoakRow.of(id, TIME, true));
        }
    }

    private void take(long id) {
        rows.take("u" + SoakRow.user(id), SoakRow.enriched('c', id));
    }

    @Test
    void malformedRowsAreNotExpectedAndLateOnesAre() {
        assertThat(expected.clicks().count(SoakRow.Fate.MALFORMED)).isEqualTo(1);
        assertThat(expected.clicks().count(SoakRow.Fate.LATE)).isEqualTo(1);
        LongStream.range(0, ROWS).filter(id -> !SoakRow.isMalformed(id)).forEach(this::take);

        assertThat(rows.faults(expected)).isEqualTo(new Faults(0, 0, 0));
        assertThat(EnrichedRows.count(expected)).isEqualTo(ROWS - 1);
    }

    @Test
    void rowsThatAreMissingThereTwiceOrNotWholeAreFaults() {
        LongStream.range(2, ROWS).filter(id -> !SoakRow.isMalformed(id)).forEach(this::take);
        take(5);
        rows.take("u" + SoakRow.user(1), SoakRow.enriched('c', 1).replace(",g", ",h"));
        take(ROWS);
        rows.take("u1", "");

        assertThat(rows.faults(expected)).isEqualTo(new Faults(2, 1, 3));
    }
}
