package dev.leat.conformance.nexmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.architecture.Repository;
import dev.leat.conformance.nexmark.NexmarkRun.Findings;
import dev.leat.conformance.nexmark.NexmarkRun.Terms;
import dev.leat.conformance.oracle.RowDifferences;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queries of Nexmark over events that come piece by piece give what plain Java finds, and what they give at once. */
final class TestNexmarkRun {
    private static final Path EXAMPLE = Repository.open().root().resolve("examples/nexmark");
    private static final int COMMITS = 3;

    @Test
    void queriesGiveWhatPlainJavaFinds(@TempDir Path scratch) throws IOException {
        Terms terms = new Terms(3_000, COMMITS, System.nanoTime(), 60);

        Findings findings = NexmarkRun.run(EXAMPLE, scratch, terms, System.out);

        assertThat(findings.differences().told()).isEmpty();
        assertThat(findings.late()).isZero();
        assertThat(findings).hasToString("queries 23 compared " + 23 * (COMMITS + 1) + " differences 0");
    }

    @Test
    void differenceIsFound() {
        RowDifferences differences = new RowDifferences();
        differences.compare("same", Stream.of("a", "b", "b"), Stream.of("b", "a", "b"));
        differences.compare("other", Stream.of("a", "b", "b"), Stream.of("b", "a", "c"));

        assertThat(differences.told()).containsExactly("other: 1 rows missing such as b, 1 rows too many such as c");
        assertThat(differences.compared()).isEqualTo(2);
        assertThat(differences.rows()).isEqualTo(6);
        assertThat(differences.differing()).isEqualTo(1);
    }
}
