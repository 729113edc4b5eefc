package dev.leat.conformance.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.load.Launch;
import dev.leat.conformance.soak.Soak.Findings;
import dev.leat.conformance.soak.Soak.Terms;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A soak of some seconds, in which the log is rotated and the broker killed. */
final class TestSoak {
    private static final Terms TERMS = new Terms(6, 2000, 2, new Span(2, 3), new Span(3, 4), 20_261_126);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void resultsAreThoseOfPlainJavaAndARowMoreIsNoticed() throws IOException, InterruptedException, SQLException {
        Soak soak = new Soak(folder, TERMS, System.out);
        Findings findings = soak.run(Launch.prepare(folder.resolve("launch")).words(List.of()));
        assertThat(findings.problems()).isEmpty();
        assertThat(findings.rows()).isGreaterThan((long) TERMS.seconds() * TERMS.rate() / 2);
        assertThat(findings.differences()).isZero();

        Tally clicks = soak.expected().clicks();
        clicks.add(SoakRow.of(
                clicks.count(), clicks.groups().findFirst().orElseThrow().start(), true));
        // Of a window, its class, the latest row of a user and the counts of four reads: each is missing, and another
        // there
        // instead; and the row of the topic.
        assertThat(soak.differences(folder.resolve("p.sql"))).isGreaterThanOrEqualTo(15);
    }
}
