package dev.leat.conformance.realdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Files made to be hard to read, as definitions of sources. */
final class SourceSuites {
    /** Files that Spark fails on and DuckDB's reader reads; the questions to the set {@code parquet_testing} know their rows. */
    private static final Set<String> BEYOND_SPARK =
            Set.of("byte_array_decimal.parquet", "byte_stream_split.zstd.parquet", "nation.dict-malformed.parquet");

    private SourceSuites() {}

    /** The Parquet files of Apache's suite, also those that nobody can read, but for {@link #BEYOND_SPARK}. */
    static List<String> parquetTesting(Path data) throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path file : files(data.resolve("suites/parquet-testing/data"))) {
            String name = file.getFileName().toString();
            if (name.matches(".*\\.parquet(\\.encrypted)?") && !BEYOND_SPARK.contains(name)) {
                sources.add("USING parquet OPTIONS (path '" + file + "')");
            }
        }
        return sources;
    }

    /** CSV files with quotes, commas and new lines in values: as Spark reads them by default, and by the rules of RFC 4180. */
    static List<String> csvSpectrum(Path data) throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path file : files(data.resolve("suites/csv-spectrum/csvs"))) {
            sources.add("USING csv OPTIONS (path '" + file + "', header true)");
            sources.add("USING csv OPTIONS (path '" + file + "', header true, inferSchema true)");
            sources.add("USING csv OPTIONS (path '" + file + "', header true, multiLine true, escape '\"')");
        }
        return sources;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
