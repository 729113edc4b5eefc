package dev.leat.cli;

import dev.leat.error.LeatException;
import dev.leat.plan.RelationName;
import dev.leat.run.RunListener;
import dev.leat.spi.Outcome;
import dev.leat.spi.RefreshResult;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** Tells of a run on standard error, a line per dataset; problems at once. */
final class Progress implements RunListener {
    private final PrintWriter err;
    private final Consumer<Outcome> problems;
    private final Consumer<LeatException> defects;
    private int ended;
    private int count;

    Progress(PrintWriter err, Consumer<Outcome> problems, Consumer<LeatException> defects) {
        this.err = err;
        this.problems = problems;
        this.defects = defects;
    }

    @Override
    public void started(RelationName name, int index, int total) {
        if (index == 0) {
            ended = 0;
        }
        count = total;
    }

    @Override
    public void failed(RelationName name, LeatException failure) {
        defects.accept(failure);
    }

    @Override
    public void ended(Outcome outcome) {
        String rows = outcome.result()
                .map(Progress::rows)
                .orElse(outcome.status() == Outcome.Status.SKIPPED ? "skipped" : "failed");
        ended++;
        err.println("[" + ended + "/" + count + "] " + outcome.name().simpleName() + ": " + rows + " in "
                + RunTable.seconds(outcome) + " s");
        problems.accept(outcome);
    }

    private static String rows(RefreshResult result) {
        return switch (result.extent()) {
            case WHOLE -> result.rowsOut() + " rows";
            case CHANGE -> result.rowsOut() + " rows changed";
            case NOTHING -> "unchanged";
        };
    }
}
