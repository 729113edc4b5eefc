package dev.leat.cli;

import dev.leat.pipeline.Expectation;
import dev.leat.plan.RelationName;
import dev.leat.run.RunReport;
import dev.leat.run.TextTable;
import dev.leat.spi.ExpectationCounts;
import dev.leat.spi.Outcome;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.RefreshResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
                    word(outcome),
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
        printExpectations(report, out);
    }

    /** What became of the records of each source, in all its reads, and how many rows needed Spark's parser. */
    private static void printReads(RunReport report, PrintWriter out) {
        Map<String, ReadCounts> counts = new TreeMap<>();
        Map<String, Integer> reads = new TreeMap<>();
        for (Outcome outcome : report.outcomes()) {
            outcome.result().map(RefreshResult::reads).orElse(Map.of()).forEach((source, read) -> {
                counts.merge(source, read, ReadCounts::plus);
                reads.merge(source, 1, Integer::sum);
            });
        }
        if (counts.isEmpty()) {
            return;
        }
        boolean hasLate = counts.values().stream().anyMatch(read -> read.late() != 0);
        boolean hasRejected = counts.values().stream().anyMatch(read -> read.rejected() != 0);
        List<String> head = columns(
                List.of("source", "reads", "accepted", "malformed"),
                hasLate ? Optional.of("late") : Optional.empty(),
                hasRejected ? Optional.of("rejected") : Optional.empty(),
                "on Spark's parser");
        List<TextTable.Alignment> alignments =
                new ArrayList<>(Collections.nCopies(head.size(), TextTable.Alignment.RIGHT));
        alignments.set(0, TextTable.Alignment.LEFT);
        TextTable table = new TextTable(head, alignments);
        counts.forEach((source, read) -> {
            table.add(columns(
                    List.of(
                            RelationName.ofKey(source).shortName(),
                            String.valueOf(reads.get(source)),
                            Long.toString(read.accepted()),
                            Long.toString(read.malformed())),
                    hasLate ? Optional.of(Long.toString(read.late())) : Optional.empty(),
                    hasRejected ? Optional.of(Long.toString(read.rejected())) : Optional.empty(),
                    Long.toString(read.read() - read.direct())));
        });
        out.println();
        table.print(out);
    }

    private static List<String> columns(
            List<String> first, Optional<String> late, Optional<String> rejected, String last) {
        List<String> all = new ArrayList<>(first);
        late.ifPresent(all::add);
        rejected.ifPresent(all::add);
        all.add(last);
        return all;
    }

    /** How the rows that were added did by the expectations of their datasets. */
    private static void printExpectations(RunReport report, PrintWriter out) {
        TextTable table = new TextTable(
                List.of("dataset", "expectation", "passed", "violated", "on violation"),
                List.of(
                        TextTable.Alignment.LEFT,
                        TextTable.Alignment.LEFT,
                        TextTable.Alignment.RIGHT,
                        TextTable.Alignment.RIGHT,
                        TextTable.Alignment.LEFT));
        boolean isEmpty = true;
        for (Outcome outcome : report.outcomes()) {
            for (ExpectationCounts counts :
                    outcome.result().map(RefreshResult::expectations).orElse(List.of())) {
                isEmpty = false;
                table.add(List.of(
                        outcome.name().simpleName(),
                        counts.name(),
                        Long.toString(counts.passed()),
                        Long.toString(counts.violated()),
                        word(counts.action())));
            }
        }
        if (!isEmpty) {
            out.println();
            table.print(out);
        }
    }

    static String word(Expectation.Action action) {
        return switch (action) {
            case KEEP_ROW -> "keep row";
            case DROP_ROW -> "drop row";
            case FAIL_UPDATE -> "fail update";
            case QUARANTINE -> "quarantine";
        };
    }

    static String seconds(Outcome outcome) {
        return String.format(Locale.ROOT, "%.2f", outcome.duration().toNanos() / 1e9);
    }

    private static String word(Outcome outcome) {
        return switch (outcome.status()) {
            case REFRESHED ->
                outcome.result().map(RefreshResult::extent).map(RunTable::word).orElse("refreshed");
            case FAILED -> "failed";
            case SKIPPED -> "skipped";
        };
    }

    static String word(RefreshResult.Extent extent) {
        return switch (extent) {
            case WHOLE -> "refreshed";
            case CHANGE -> "updated";
            case NOTHING -> "unchanged";
        };
    }
}
