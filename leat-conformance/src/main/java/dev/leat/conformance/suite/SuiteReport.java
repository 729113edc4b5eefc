package dev.leat.conformance.suite;

import dev.leat.conformance.suite.SuiteRun.Entry;
import dev.leat.conformance.suite.Verdict.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The figures of a run, in total and per file, and why queries are refused, different or out of scope. */
final class SuiteReport {
    private static final int EXAMPLES_MAX = 3;
    private static final int EXAMPLE_LENGTH_MAX = 160;

    private final List<Entry> entries = new ArrayList<>();

    void add(List<Entry> file) {
        entries.addAll(file);
    }

    /** The counts of each file, in order of the run. */
    Map<String, Map<Kind, Integer>> files() {
        Map<String, Map<Kind, Integer>> files = new LinkedHashMap<>();
        for (Entry entry : entries) {
            files.computeIfAbsent(entry.file(), key -> new EnumMap<>(Kind.class))
                    .merge(entry.verdict().kind(), 1, Integer::sum);
        }
        return files;
    }

    private long count(Kind kind) {
        return count(entries, kind);
    }

    /** The last line: the figure. */
    String summary() {
        return "equal " + count(Kind.EQUAL) + " refused " + count(Kind.REFUSED) + " different " + count(Kind.DIFFERENT)
                + " out of scope " + count(Kind.OUT_OF_SCOPE) + " of " + entries.size();
    }

    /** Equal answers that are not the golden file's, with what the query leaves to chance, a line each. */
    List<String> chances() {
        return entries.stream()
                .filter(entry -> entry.verdict().kind() == Kind.EQUAL
                        && !entry.verdict().reason().isEmpty())
                .map(entry -> entry.file() + " #" + entry.index() + ": "
                        + entry.verdict().reason())
                .toList();
    }

    /** The counts of one file. */
    static void printFile(String name, List<Entry> entries, PrintStream out) {
        out.printf(
                "%-70s equal %4d refused %4d different %4d out of scope %4d%n",
                name,
                count(entries, Kind.EQUAL),
                count(entries, Kind.REFUSED),
                count(entries, Kind.DIFFERENT),
                count(entries, Kind.OUT_OF_SCOPE));
    }

    private static long count(List<Entry> entries, Kind kind) {
        return entries.stream().filter(entry -> entry.verdict().kind() == kind).count();
    }

    /** The statements of a kind, with what was expected and what came. */
    static void printEntries(List<Entry> entries, Kind kind, PrintStream out) {
        for (Entry entry : entries) {
            if (entry.verdict().kind() == kind) {
                out.println("==== " + entry.file() + " #" + entry.index() + ": "
                        + entry.verdict().reason());
                out.println(entry.query().sql());
                if (kind == Kind.DIFFERENT) {
                    out.println("---- Spark: " + entry.query().schema());
                    out.println(entry.query().output());
                    out.println("---- here: "
                            + entry.outcome().map(SuiteReport::text).orElse(""));
                }
            }
        }
    }

    private static String text(QueryOutcome outcome) {
        if (outcome instanceof QueryOutcome.Answer answer) {
            StringBuilder text = new StringBuilder(answer.schema());
            answer.rows().forEach(row -> text.append('\n').append(String.join("\t", row)));
            return text.toString();
        }
        return outcome.toString();
    }

    /** Writes the reasons of each kind, most frequent first, with examples. */
    void writeReasons(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Kind kind : List.of(Kind.REFUSED, Kind.DIFFERENT, Kind.OUT_OF_SCOPE)) {
            Map<String, List<Entry>> byReason = new TreeMap<>();
            for (Entry entry : entries) {
                if (entry.verdict().kind() == kind) {
                    byReason.computeIfAbsent(general(entry.verdict().reason()), key -> new ArrayList<>())
                            .add(entry);
                }
            }
            StringBuilder text = new StringBuilder();
            byReason.entrySet().stream()
                    .sorted(Comparator.comparingInt((Map.Entry<String, List<Entry>> group) ->
                            -group.getValue().size()))
                    .forEach(group -> append(text, group.getKey(), group.getValue()));
            Files.writeString(folder.resolve(kind.name().toLowerCase(java.util.Locale.ROOT) + ".txt"), text);
        }
    }

    /** The reason without what differs from query to query. */
    private static String general(String reason) {
        return reason.replaceAll("\\d+", "N").replaceAll("^<query>:N:N: ", "");
    }

    private static void append(StringBuilder text, String reason, List<Entry> group) {
        text.append(group.size()).append("  ").append(reason).append('\n');
        group.stream().limit(EXAMPLES_MAX).forEach(entry -> {
            String sql = entry.query().sql().replaceAll("\\s+", " ");
            text.append("      ")
                    .append(entry.file())
                    .append(" #")
                    .append(entry.index())
                    .append(": ")
                    .append(sql, 0, Math.min(sql.length(), EXAMPLE_LENGTH_MAX))
                    .append('\n');
        });
    }
}
