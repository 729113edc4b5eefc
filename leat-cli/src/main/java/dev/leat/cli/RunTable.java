package dev.leat.cli;

import dev.leat.run.RunReport;
import dev.leat.spi.Outcome;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

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
        printReads(report, out);
    }

    /** What became of the records of each read of a source, and how many rows did not need Spark's parser. */
    private static void printReads(RunReport report, PrintWriter out) {
        TextTable table = new TextTable(
                List.of("source", "read by", "accepted", "malformed", "on Spark's parser"),
                List.of(
                        TextTable.Alignment.LEFT,
                        TextTable.Alignment.LEFT,
                        TextTable.Alignment.RIGHT,
                        TextTable.Alignment.RIGHT,
                        TextTable.Alignment.RIGHT));
        boolean isEmpty = true;
        for (Outcome outcome : report.outcomes()) {
            Map<String, ReadCounts> reads =
                    new TreeMap<>(outcome.result().map(RefreshResult::reads).orElse(Map.of()));
            for (Map.Entry<String, ReadCounts> read : reads.entrySet()) {
                ReadCounts counts = read.getValue();
                table.add(List.of(
                        simpleName(read.getKey()),
                        outcome.name().simpleName(),
                        Long.toString(counts.accepted()),
                        Long.toString(counts.malformed()),
                        Long.toString(counts.accepted() + counts.malformed() - counts.direct())));
                isEmpty = false;
            }
        }
        if (!isEmpty) {
            out.println();
            table.print(out);
        }
    }

    /** The last part of a table's name; files are named by their path. */
    private static String simpleName(String source) {
        return source.contains("/") ? source : source.substring(source.lastIndexOf('.') + 1);
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
