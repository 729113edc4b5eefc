package dev.leat.conformance.suite;

import dev.leat.conformance.oracle.SparkOracle;
import dev.leat.conformance.suite.Verdict.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Runs Spark's SQL suite and prints the figure as the last line.
 *
 * <p>Arguments: parts of file names to run; {@code -v} for counts per file; {@code --list-different},
 * {@code --list-refused} and {@code --list-out-of-scope} for the statements; {@code --engine spark} to run Spark itself, which validates the harness;
 * {@code --reasons FOLDER} for the files of reasons.
 */
public final class SparkSuite {
    private SparkSuite() {}

    /** The command. */
    public static void main(String[] arguments) throws IOException {
        List<String> filters = new ArrayList<>();
        List<String> options = new ArrayList<>();
        String engine = "leat";
        Path reasons = Path.of("target", "spark-suite");
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--engine" -> engine = arguments[++i];
                case "--reasons" -> reasons = Path.of(arguments[++i]);
                case "-v", "--list-different", "--list-refused", "--list-out-of-scope" -> options.add(arguments[i]);
                default -> filters.add(arguments[i]);
            }
        }
        Set<String> shown = Set.copyOf(options);
        SuiteReport report = run(engine, filters, (name, entries) -> {
            if (shown.contains("--list-different")) {
                SuiteReport.printEntries(entries, Kind.DIFFERENT, System.out);
            }
            if (shown.contains("--list-refused")) {
                SuiteReport.printEntries(entries, Kind.REFUSED, System.out);
            }
            if (shown.contains("--list-out-of-scope")) {
                SuiteReport.printEntries(entries, Kind.OUT_OF_SCOPE, System.out);
            }
            if (shown.contains("-v")) {
                SuiteReport.printFile(name, entries, System.out);
            }
        });
        report.writeReasons(reasons);
        report.chances().forEach(line -> System.out.println("rows left to chance by the query: " + line));
        System.out.println(report.summary());
        System.exit(0);
    }

    /** Runs the files on Leat. */
    static SuiteReport runLeat(List<String> filters) {
        return run("leat", filters, (name, entries) -> {});
    }

    private static SuiteReport run(
            String engine, List<String> filters, BiConsumer<String, List<SuiteRun.Entry>> finished) {
        Fixtures fixtures = new Fixtures(SparkOracle.start());
        SuiteReport report = new SuiteReport();
        try (QueryRunner runner = runner(engine, fixtures)) {
            SuiteRun run = new SuiteRun(fixtures, runner);
            for (SuiteFile file : SuiteFiles.load()) {
                if (filters.isEmpty() || filters.stream().anyMatch(file.name()::contains)) {
                    List<SuiteRun.Entry> entries = run.run(file);
                    report.add(entries);
                    finished.accept(file.name(), entries);
                }
            }
        }
        return report;
    }

    private static QueryRunner runner(String engine, Fixtures fixtures) {
        return switch (engine) {
            case "leat" -> new LeatRunner(fixtures);
            case "spark" -> new SparkRunner(fixtures);
            default -> throw new IllegalArgumentException("No engine " + engine);
        };
    }
}
