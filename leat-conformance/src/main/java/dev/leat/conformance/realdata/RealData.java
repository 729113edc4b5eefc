package dev.leat.conformance.realdata;

import dev.leat.conformance.realdata.FollowedSet.Extent;
import dev.leat.conformance.realdata.FollowedSet.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Reads all sets of real data and checks the answers, as a whole and bit by bit; the last line is
 * {@code sets N checks C failed F}.
 */
public final class RealData {
    private RealData() {}

    /** How many sets and checks there were, and how many failed. */
    private record Tally(int sets, int checks, int failed) {
        Tally plus(String name, int more, List<String> failures, long start) {
            failures.forEach(System.out::println);
            System.out.printf(
                    "%s: %d checks, %d failed, %.1f s%n",
                    name, more, failures.size(), (System.nanoTime() - start) / 1e9);
            return new Tally(sets + 1, checks + more, failed + failures.size());
        }
    }

    /**
     * Runs all sets, or those whose name contains the second argument; the first is a folder for projects and state, the third
     * the seed of how data come bit by bit.
     */
    public static void main(String[] arguments) throws IOException {
        Path data = RealDataSet.data(Path.of("../shared"))
                .orElseThrow(() -> new IllegalArgumentException("LEAT_SHARED names no folder with real data"));
        Path scratch = Path.of(arguments[0]);
        String filter = arguments.length > 1 ? arguments[1] : "";
        Tally tally = new Tally(0, 0, 0);
        for (RealDataSet set : RealDataSet.ALL) {
            if (set.name().contains(filter)) {
                long start = System.nanoTime();
                List<String> failures = set.failures(data, Files.createTempDirectory(scratch, set.name()));
                tally = tally.plus(set.name(), set.questions().size(), failures, start);
            }
        }
        Map<String, List<String>> suites = new LinkedHashMap<>();
        suites.put("parquet_testing against Spark", SourceSuites.parquetTesting(data));
        suites.put("csv_spectrum against Spark", SourceSuites.csvSpectrum(data));
        for (Map.Entry<String, List<String>> suite : suites.entrySet()) {
            if (suite.getKey().contains(filter)) {
                long start = System.nanoTime();
                List<String> failures = SourceComparison.differences(suite.getValue(), scratch);
                tally = tally.plus(suite.getKey(), suite.getValue().size(), failures, start);
            }
        }
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
        for (FollowedSet set : FollowedSet.ALL) {
            if (set.name().contains(filter)) {
                long start = System.nanoTime();
                Path folder = Files.createTempDirectory(scratch, "followed");
                Findings findings = new Findings(set.name());
                set.follow(new Input(data, folder, Extent.ALL, new SplittableRandom(seed)), findings);
                System.out.println("seed " + seed + " " + findings);
                tally = tally.plus(set.name(), (int) findings.checks(), findings.differences(), start);
            }
        }
        System.out.println("sets " + tally.sets() + " checks " + tally.checks() + " failed " + tally.failed());
    }
}
