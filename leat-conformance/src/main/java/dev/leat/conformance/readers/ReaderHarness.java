package dev.leat.conformance.readers;

import dev.leat.conformance.oracle.SparkOracle;
import dev.leat.pipeline.Settings;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Compares our readers with Spark's on many odd files; the last line is {@code files N differences D}. */
public final class ReaderHarness {
    private static final int GENERATED = 600;

    private final ReaderComparison comparison;
    private final String filter;
    private int files;
    private final List<String> differences = new ArrayList<>();

    private ReaderHarness(ReaderComparison comparison, String filter) {
        this.comparison = comparison;
        this.filter = filter;
    }

    /**
     * Runs all cases, or those whose name contains the first argument; the second is the first seed of the generated
     * ones.
     */
    public static void main(String[] arguments) throws IOException {
        SparkOracle oracle = SparkOracle.start();
        SparkSession spark = oracle.session(Settings.DEFAULT).spark();
        spark.sparkContext().setLogLevel("OFF");
        ReaderHarness harness = new ReaderHarness(
                new ReaderComparison(spark, new SparkFileReaders(), oracle.scratch()),
                arguments.length > 0 ? arguments[0] : "");
        for (ReaderCase test : handMade()) {
            harness.run(test, Optional.empty());
        }
        for (ReaderCase test : GeneratedCases.all(arguments.length > 1 ? Long.parseLong(arguments[1]) : 1, GENERATED)) {
            harness.run(test, Optional.empty());
        }
        List<SharedDataCases.Located> located = new ArrayList<>(ParquetCases.all(spark, oracle.scratch()));
        String shared = Optional.ofNullable(System.getenv("LEAT_SHARED")).orElse("../shared");
        located.addAll(
                SharedDataCases.all(Path.of(shared, "data").toAbsolutePath().normalize()));
        for (SharedDataCases.Located one : located) {
            harness.run(one.test(), Optional.of(one.folder()));
        }
        System.out.println("files " + harness.files + " differences " + harness.differences.size());
    }

    /** All hand-made cases. */
    static List<ReaderCase> handMade() {
        List<ReaderCase> cases = new ArrayList<>(CsvCases.all());
        cases.addAll(JsonCases.all());
        cases.addAll(TextCases.all());
        cases.addAll(FolderCases.all());
        return cases;
    }

    private void run(ReaderCase test, Optional<Path> folder) throws IOException {
        if (!test.toString().contains(filter)) {
            return;
        }
        files++;
        Optional<String> difference =
                folder.isPresent() ? comparison.differenceIn(test, folder.get()) : comparison.difference(test);
        difference.ifPresent(text -> {
            differences.add(text);
            System.out.println(text);
        });
    }
}
