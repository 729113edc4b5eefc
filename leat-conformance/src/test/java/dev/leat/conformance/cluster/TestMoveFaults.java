package dev.leat.conformance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.cluster.MoveFaults.Kill;
import dev.leat.conformance.cluster.MoveFaults.Killed;
import dev.leat.fault.FaultPoint;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@Tag("cluster")
@EnabledIf("dev.leat.testkit.cluster.ClusterJava#isThere")
final class TestMoveFaults {
    @TempDir
    private Path scratch = Path.of("");

    @Test
    void moveThatIsKilledIsFinishedByTheSameCommand() {
        List<Kill> there = List.of(new Kill(Killed.COMMAND, FaultPoint.BUNDLE_WRITTEN, 1));
        List<Kill> back = List.of(new Kill(Killed.COMMAND, FaultPoint.MOVE_ARRIVED, 1));
        try (MoveFaults faults = new MoveFaults(scratch)) {
            faults.roundTrip(there, back);

            assertThat(faults.problems()).isEmpty();
        }
    }
}
