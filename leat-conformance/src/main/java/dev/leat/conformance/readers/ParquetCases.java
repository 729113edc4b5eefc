package dev.leat.conformance.readers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Odd Parquet files that Spark itself writes: old calendars, old types, other case, other columns. */
final class ParquetCases {
    private final SparkSession spark;
    private final Path folder;
    private final List<SharedDataCases.Located> cases = new ArrayList<>();
    private int number;

    private ParquetCases(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    static List<SharedDataCases.Located> all(SparkSession spark, Path folder) {
        ParquetCases cases = new ParquetCases(spark, folder);
        cases.types();
        cases.calendars();
        cases.schemas();
        return cases.cases;
    }

    private Path write(String sql, Map<String, String> settings, String... partitions) {
        Path path = folder.resolve("parquet-" + number++);
        append(path, sql, settings, partitions);
        return path;
    }

    private void append(Path path, String sql, Map<String, String> settings, String... partitions) {
        SparkSession session = spark.newSession();
        settings.forEach((key, value) -> session.conf().set(key, value));
        session.sql(sql)
                .coalesce(1)
                .write()
                .mode("append")
                .partitionBy(partitions)
                .parquet(path.toString());
    }

    private ReaderCase add(Path path, String name) {
        ReaderCase test =
                new ReaderCase(name, "parquet", Map.of(), List.of(), Map.of(), Optional.empty(), Optional.empty());
        cases.add(new SharedDataCases.Located(path, test));
        return test;
    }

    private void add(Path path, ReaderCase test) {
        cases.add(new SharedDataCases.Located(path, test));
    }

    private void types() {
        String all =
                "select true b, 1Y t, 2S s, 3 i, 4L l, 1.5F f, 2.5D d, 1.25BD n, 12345678901234567890.123BD w, 'x' v,"
                        + " X'00ff' y, date'2024-02-29' a, timestamp'2024-02-29 12:34:56.789' z,"
                        + " timestamp_ntz'2024-02-29 12:34:56.789' q, interval '1-2' year to month m, interval '1 02:03:04' day to second e,"
                        + " array(1, null) r, map('k', 1, 'l', null) p, named_struct('x', 1, 'y', array(named_struct('z', null))) o,"
                        + " array(array(1), null, array()) c";
        for (String legacy : List.of("false", "true")) {
            for (String timestamps : List.of("INT96", "TIMESTAMP_MICROS", "TIMESTAMP_MILLIS")) {
                Path path = write(
                        all
                                + " union all select null, null, null, null, null, null, null, null, null, null, null, null, null, null,"
                                + " null, null, null, null, null, null",
                        Map.of(
                                "spark.sql.parquet.writeLegacyFormat", legacy,
                                "spark.sql.parquet.outputTimestampType", timestamps));
                ReaderCase test = add(path, "all types, legacy " + legacy + ", " + timestamps);
                add(path, test.select("r", "i", "_metadata"));
                add(path, test.select());
            }
        }
        Path path = write("select id, cast(id as string) s from range(100000)", Map.of());
        add(path, add(path, "many rows").select("s"));
    }

    private void calendars() {
        for (String mode : List.of("LEGACY", "CORRECTED")) {
            for (String timestamps : List.of("INT96", "TIMESTAMP_MICROS", "TIMESTAMP_MILLIS")) {
                Path path = write(
                        "select date'1500-01-01' d, timestamp'1500-01-01 00:00:00' t union all select date'1850-06-01',"
                                + " timestamp'1850-06-01 01:02:03' union all select date'2024-01-01', timestamp'2024-01-01 00:00:00'",
                        Map.of(
                                "spark.sql.parquet.datetimeRebaseModeInWrite", mode,
                                "spark.sql.parquet.int96RebaseModeInWrite", mode,
                                "spark.sql.parquet.outputTimestampType", timestamps));
                ReaderCase test = add(path, "calendar " + mode + " " + timestamps);
                add(path, test.with("datetimeRebaseMode", "CORRECTED").with("int96RebaseMode", "LEGACY"));
            }
        }
    }

    private void schemas() {
        Path path = write("select 1 a, 'x' B, named_struct('C', 1, 'd', 2) s", Map.of());
        ReaderCase test = add(path, "case of names");
        add(path, test.as("A bigint, b string, s struct<c:int,D:bigint,e:string>, z int"));
        add(path, test.as("a string"));
        add(path, test.as("a smallint"));
        add(path, test.as("a double, B binary"));
        add(path, test.as("a decimal(12,2)"));
        add(path, test.as("a date"));
        add(path, test.as("s struct<d:int>"));
        add(path, test.as("q int"));
        add(path, test.as("a interval"));
        Path merged = write("select 1 a, 'x' b, named_struct('c', 1) s", Map.of());
        append(merged, "select 2 a, 2.5D c, named_struct('d', 1) s", Map.of());
        ReaderCase different = add(merged, "different columns");
        add(merged, different.with("mergeSchema", "true"));
        add(merged, different.with("mergeSchema", "true").select("c", "a"));
        Path conflicting = write("select 1 a", Map.of());
        append(conflicting, "select 'x' a", Map.of());
        add(conflicting, add(conflicting, "conflicting columns").with("mergeSchema", "true"));
        Path wider = write("select 1 a", Map.of());
        append(wider, "select 5000000000L a", Map.of());
        add(wider, add(wider, "wider columns").with("mergeSchema", "true"));
        add(wider, add(wider, "wider columns").as("a bigint"));
        Path parts = write("select 1 a, 2 p, 'x' q union all select 3, 4, 'y z'", Map.of(), "p", "q");
        ReaderCase partitioned = add(parts, "partitions");
        add(parts, partitioned.as("a long, p string"));
        add(parts, partitioned.select("q", "_metadata"));
        Path comments = write("select 1 `a b`, 2 `c.d`, 3 `e,f`", Map.of());
        add(comments, "names to be quoted");
    }
}
