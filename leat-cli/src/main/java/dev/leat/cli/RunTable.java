package dev.leat.cli;

import dev.leat.run.RunReport;
import dev.leat.spi.Outcome;
import dev.leat.spi.RefreshResult;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The table at the end of a run: what became of each dataset. */
final class RunTable {
    private RunTable() {}

    static void print(RunReport report, PrintWriter out) {
        TextTable table = new TextTable(
                List.of("dataset", "result", "rows in", "rows out", "seconds"),
                List.of(
                        TextTable.Alignment.LEFT,
                        TextTable.Alignment.LEFT,
                        TextTable.Alignment.RIGHT,
                        TextTable.Alignment.RIGHT,
                        TextTable.Alignment.RIGHT));
        for (Outcome outcome : report.outcomes()) {
            table.add(List.of(
                    outcome.name().simpleName(),
                    word(outcome.status()),
                    outcome.result()
                            .map(RefreshResult::rowsIn)
                            .map(String::valueOf)
                            .orElse("-"),
                    outcome.result()
                            .map(RefreshResult::rowsOut)
                            .map(String::valueOf)
                            .orElse("-"),
                    seconds(outcome)));
        }
        table.print(out);
    }

    static String seconds(Outcome outcome) {
        return String.format(Locale.ROOT, "%.2f", outcome.duration().toNanos() / 1e9);
    }

    private static String word(Outcome.Status status) {
        return switch (status) {
            case REFRESHED -> "refreshed";
            case FAILED -> "failed";
            case SKIPPED -> "skipped";
        };
    }
}
