package dev.leat.conformance.readers;

import dev.leat.conformance.oracle.SparkOracle;
import dev.leat.pipeline.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The harness's files with declared columns, written where other readers find them. */
public final class ReaderFiles {
    private static final int GENERATED = 300;

    private ReaderFiles() {}

    /**
     * What is read.
     *
     * @param schema the declared columns in Spark's DDL
     */
    public record ReaderFile(
            String name, String format, String schema, Map<String, String> options, List<String> paths) {
        public ReaderFile {
            options = Map.copyOf(options);
            paths = List.copyOf(paths);
        }
    }

    /** Writes those of hand, generated ones and Parquet files that Spark writes into a folder. */
    public static List<ReaderFile> write(Path folder) throws IOException {
        List<ReaderFile> written = new ArrayList<>();
        List<ReaderCase> cases = new ArrayList<>(ReaderHarness.handMade());
        cases.addAll(GeneratedCases.all(1, GENERATED));
        for (ReaderCase test : cases) {
            if (test.schema().isPresent()) {
                Path own = Files.createDirectories(folder.resolve("case-" + written.size()));
                test.write(own);
                written.add(file(test, own));
            }
        }
        for (SharedDataCases.Located located :
                ParquetCases.all(SparkOracle.start().session(Settings.DEFAULT).spark(), folder)) {
            if (located.test().schema().isPresent()) {
                written.add(file(located.test(), located.folder()));
            }
        }
        return written;
    }

    private static ReaderFile file(ReaderCase test, Path folder) {
        return new ReaderFile(
                test.toString(),
                test.format(),
                test.schema().orElseThrow(),
                test.options(),
                OurReading.paths(test, folder));
    }
}
