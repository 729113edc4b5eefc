package dev.leat.conformance.readers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.Lz4Codec;
import org.apache.hadoop.io.compress.SnappyCodec;
import org.apache.hadoop.util.ReflectionUtils;

/** Odd folders: partitions, hidden files, globs, compression. */
final class FolderCases {
    private FolderCases() {}

    static List<ReaderCase> all() {
        List<ReaderCase> cases = new ArrayList<>();
        partitions(cases);
        listing(cases);
        metadata(cases);
        compression(cases);
        missing(cases);
        return cases;
    }

    private static Map<String, byte[]> files(String... pathsAndContents) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < pathsAndContents.length; i += 2) {
            files.put(pathsAndContents[i], pathsAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    private static void partitions(List<ReaderCase> cases) {
        for (List<String> values : List.of(
                List.of("1", "2"),
                List.of("1", "x"),
                List.of("1", "2.5"),
                List.of("01", "1"),
                List.of("2024-01-01", "2024-01-02"),
                List.of("2024-01-01", "x"),
                List.of("2024-01-01 10:00:00", "2024-01-01 11:00:00.5"),
                List.of("1", "3000000000"),
                List.of("true", "false"),
                List.of("__HIVE_DEFAULT_PARTITION__", "1"),
                List.of("a%20b", "%C3%A4%2F"),
                List.of("1", ""),
                List.of("1.0", "2.0"),
                List.of("123456789012345678901234567890", "1"),
                List.of("-1", "+1"),
                List.of("1e3", "NaN"),
                List.of("10:00:00", "11:00:00"),
                List.of("1 ", " 1"),
                List.of("2024-01-01", "2024-01-01 10:00:00"))) {
            Map<String, byte[]> files = new LinkedHashMap<>();
            int number = 0;
            for (String value : values) {
                files.put("p=" + value + "/f" + number++ + ".csv", ("" + number).getBytes(StandardCharsets.UTF_8));
            }
            ReaderCase test = ReaderCase.ofFiles("partitions " + values, "csv", files);
            cases.add(test.as("a int"));
            cases.add(test.as("a int, p string"));
            cases.add(test.as("P string, a int"));
            cases.add(test.as("a int, p int"));
            cases.add(test.with("inferSchema", "true").select("p"));
        }
        ReaderCase two = ReaderCase.ofFiles(
                "two levels",
                "json",
                files(
                        "y=2024/m=1/a.json",
                        "{\"a\":1,\"m\":5}",
                        "y=2024/m=02/b.json",
                        "{\"a\":2}",
                        "y=2025/m=x/c.json",
                        "{\"a\":3}"));
        cases.add(two);
        cases.add(two.as("m int, a int, y string"));
        cases.add(two.as("a int").select("m", "a"));
        cases.add(two.as("a int").select("y"));
        cases.add(two.reading("y=2024"));
        cases.add(two.reading("y=2024/m=1", "y=2025/m=x"));
        cases.add(two.reading("y=2024/m=1/a.json"));
        cases.add(two.reading("y=*/m=*"));
        cases.add(two.reading("y=2024/m=*/*.json"));
        cases.add(two.with("recursiveFileLookup", "true"));
        partitionNames(cases);
    }

    private static void partitionNames(List<ReaderCase> cases) {
        cases.add(ReaderCase.ofFiles("the same level by other names", "csv", files("p=1/a.csv", "1", "q=2/b.csv", "2"))
                .as("a int"));
        cases.add(ReaderCase.ofFiles("files beside partitions", "csv", files("p=1/a.csv", "1", "b.csv", "2"))
                .as("a int"));
        cases.add(ReaderCase.ofFiles("files beside partitions", "csv", files("p=1/a.csv", "1", "b.csv", "2"))
                .with("ignoreInvalidPartitionPaths", "true")
                .as("a int"));
        cases.add(ReaderCase.ofFiles("folders of other depth", "csv", files("p=1/a.csv", "1", "p=2/q=3/b.csv", "2"))
                .as("a int"));
        cases.add(ReaderCase.ofFiles("case of names", "csv", files("p=1/a.csv", "1", "P=2/b.csv", "2"))
                .as("a int")
                // Which of the two names the column has in Spark is chance.
                .select("p"));
        cases.add(ReaderCase.ofFiles(
                        "a column of both", "csv", files("a=7/a.csv", "a,b\n1,2\n", "a=8/b.csv", "a,b\n3,4\n"))
                .with("header", "true"));
        cases.add(ReaderCase.ofFiles("a text partition", "text", files("k=v/a.txt", "x\ny")));
        cases.add(ReaderCase.ofFiles("a text partition", "text", files("k=v/a.txt", "x\ny"))
                .as("k string, line string"));
        cases.add(ReaderCase.ofFiles("no name", "csv", files("=1/a.csv", "1")).as("a int"));
    }

    private static void listing(List<ReaderCase> cases) {
        ReaderCase test = ReaderCase.ofFiles(
                "hidden files",
                "csv",
                files(
                        "a.csv",
                        "1",
                        "_b.csv",
                        "2",
                        ".c.csv",
                        "3",
                        "d.csv._COPYING_",
                        "4",
                        "_SUCCESS",
                        "",
                        "_e=1",
                        "5",
                        "f",
                        "6",
                        "sub/g.csv",
                        "7",
                        "_sub/h.csv",
                        "8",
                        "empty.csv",
                        "",
                        "_metadata",
                        "9",
                        "z.csv",
                        "10"));
        cases.add(test.as("a int"));
        cases.add(test.with("recursiveFileLookup", "true").as("a int"));
        cases.add(test.with("pathGlobFilter", "*.csv").as("a int"));
        cases.add(test.with("pathGlobFilter", "[a-f]*").as("a int"));
        cases.add(test.with("pathGlobFilter", "{a,z}.csv").as("a int"));
        cases.add(test.with("pathGlobFilter", "none").as("a int"));
        cases.add(test.with("pathGlobFilter", "none"));
        cases.add(test.with("modifiedBefore", "2020-01-01T00:00:00").as("a int"));
        cases.add(test.with("modifiedAfter", "2020-01-01T00:00:00").as("a int"));
        cases.add(test.with("modifiedAfter", "2020-01-01")
                .with("timeZone", "Asia/Tokyo")
                .as("a int"));
        cases.add(test.with("modifiedAfter", "yesterday").as("a int"));
        for (String path : List.of(
                "a.csv",
                "_b.csv",
                ".c.csv",
                "*",
                "*.csv",
                "?.csv",
                "[az].csv",
                "[^a].csv",
                "{a,z}.csv",
                "{a,sub/g}.csv",
                "sub",
                "_sub",
                "s*",
                "su[b]/*",
                "none.csv",
                "*.none",
                "empty.csv",
                "sub/../a.csv",
                "{a.csv,none.csv}")) {
            cases.add(test.reading(path).as("a int"));
        }
        cases.add(test.reading("a.csv", "z.csv").as("a int"));
        cases.add(test.reading("a.csv", "a.csv").as("a int"));
        cases.add(test.reading("sub", "a.csv").as("a int"));
        cases.add(test.reading("a.csv", "none.csv").as("a int"));
        cases.add(test.reading("_b.csv"));
        cases.add(test.reading("empty.csv"));
        cases.add(ReaderCase.ofFiles("nothing but folders", "csv", files("sub/a.csv", "1")));
        cases.add(ReaderCase.ofFiles("nothing but folders", "json", files("sub/a.json", "{}")));
        cases.add(ReaderCase.ofFiles(
                        "names to be escaped",
                        "csv",
                        files("a b.csv", "1", "c%20d.csv", "2", "\u00e4.csv", "3", "e+f#g.csv", "4"))
                .as("a int")
                .select("a", "_metadata"));
    }

    private static void metadata(List<ReaderCase> cases) {
        ReaderCase test = ReaderCase.ofFiles("metadata", "csv", files("p=1/a b.csv", "1\n2\n", "p=2/c.csv", "3"));
        cases.add(test.as("a int").select("a", "p", "_metadata"));
        cases.add(test.as("a int").select("_metadata"));
        cases.add(test.as("a int, _metadata int").select("_metadata"));
        cases.add(ReaderCase.json("metadata", "{\"a\":1}\n").as("a int").select("_metadata", "a"));
        cases.add(ReaderCase.text("metadata", "x\n").select("_metadata", "value"));
    }

    private static void compression(List<ReaderCase> cases) {
        byte[] content = "a,1\nb,2\n\"c\nd\",3\n".getBytes(StandardCharsets.UTF_8);
        Map<String, byte[]> compressed = new LinkedHashMap<>();
        try {
            ByteArrayOutputStream gzip = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(gzip)) {
                out.write(content);
            }
            compressed.put("a.csv.gz", gzip.toByteArray());
            ByteArrayOutputStream twice = new ByteArrayOutputStream();
            twice.writeBytes(gzip.toByteArray());
            twice.writeBytes(gzip.toByteArray());
            compressed.put("twice.gz", twice.toByteArray());
            ByteArrayOutputStream deflate = new ByteArrayOutputStream();
            try (OutputStream out = new DeflaterOutputStream(deflate)) {
                out.write(content);
            }
            compressed.put("a.deflate", deflate.toByteArray());
            compressed.put("a.bz2", hadoop(BZip2Codec.class, content));
            compressed.put("a.snappy", hadoop(SnappyCodec.class, content));
            compressed.put("a.lz4", hadoop(Lz4Codec.class, content));
            compressed.put("a.csv.zst", com.github.luben.zstd.Zstd.compress(content));
            compressed.put("truncated.gz", java.util.Arrays.copyOf(gzip.toByteArray(), gzip.size() - 12));
            compressed.put("not.gz", content);
            compressed.put("a.GZ", content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        compressed.forEach((name, bytes) -> {
            ReaderCase test = ReaderCase.ofFiles("compressed " + name, "csv", Map.of(name, bytes));
            cases.add(test.as("x string, y int, _corrupt_record string"));
            cases.add(test.with("multiLine", "true").as("x string, y int"));
            cases.add(test.with("inferSchema", "true"));
            ReaderCase text = ReaderCase.ofFiles("compressed " + name, "text", Map.of(name, bytes));
            cases.add(text);
            cases.add(text.with("wholetext", "true"));
        });
    }

    private static byte[] hadoop(Class<? extends CompressionCodec> codec, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out =
                ReflectionUtils.newInstance(codec, new Configuration(false)).createOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static void missing(List<ReaderCase> cases) {
        for (String format : List.of("csv", "json", "text")) {
            ReaderCase empty = ReaderCase.ofFiles("nothing", format, Map.of());
            cases.add(empty);
            cases.add(empty.as("a string"));
            cases.add(empty.reading("none"));
            cases.add(empty.reading("none*").as("a string"));
            cases.add(ReaderCase.ofFiles("an empty file", format, Map.of("a", new byte[0])));
            cases.add(ReaderCase.ofFiles("hidden files only", format, Map.of("_a", new byte[] {'1'})));
        }
    }
}
