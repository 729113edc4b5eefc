package dev.leat.conformance.readers;

import dev.leat.testkit.HeapColumn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Hand-made odd CSV files. */
final class CsvCases {
    private static final String TYPES =
            "b boolean, t tinyint, s smallint, i int, l bigint, f float, d double, n decimal(10,2)";

    private CsvCases() {}

    static List<ReaderCase> all() {
        List<ReaderCase> cases = new ArrayList<>();
        quotes(cases);
        lines(cases);
        ragged(cases);
        numbers(cases);
        times(cases);
        options(cases);
        headers(cases);
        encodings(cases);
        inference(cases);
        pruning(cases);
        return cases;
    }

    private static void quotes(List<ReaderCase> cases) {
        List<String> contents = List.of(
                "a,b\n\"x,y\",\"z\"\n",
                "\"a \"\"q\"\" b\",2\n",
                "\"a \\\"q\\\" b\",2\n",
                "a\"b,c\"d\n",
                "\"a\"b,c\n",
                "\"a\" ,\"b\"\n",
                " \"a\", \"b\"\n",
                "\"unclosed,1\n2,3\n",
                "\"new\nline\",2\n3,4\n",
                "\"cr\r\nlf\",2\r\n3,4\r\n",
                "\"\",x\n,y\n\"\"\"\",z\n",
                "\"\\\\\",1\n\"a\\\\b\",2\n\"a\\nb\",3\n",
                "'a,b',c\n",
                "\"\"\n\"\"\n",
                "\"a\",\"\",\"\"\"\"\"\"\n",
                "x,\"y\n");
        for (String content : contents) {
            ReaderCase test = ReaderCase.csv("quotes " + HeapColumn.quote(content), content);
            cases.addAll(test.inEachMode("x string, y string"));
            cases.add(test);
            cases.add(test.with("multiLine", "true"));
            cases.add(test.with("multiLine", "true").as("x string, y int, _corrupt_record string"));
            cases.add(test.with("escape", "\"").as("x string, y string"));
            cases.add(test.with("quote", "'").as("x string, y string"));
            cases.add(test.with("quote", "").as("x string, y string"));
            for (String handling : List.of(
                    "STOP_AT_CLOSING_QUOTE", "BACK_TO_DELIMITER", "STOP_AT_DELIMITER", "SKIP_VALUE", "RAISE_ERROR")) {
                cases.add(test.with("unescapedQuoteHandling", handling).as("x string, y string"));
            }
        }
    }

    private static void lines(List<ReaderCase> cases) {
        List<String> contents = List.of(
                "",
                "\n",
                "\n\n\n",
                "a,1",
                "a,1\n\n\nb,2\n   \n\t\nc,3",
                "a,1\rb,2\rc,3",
                "a,1\r\nb,2\rc,3\nd,4\r\n",
                "a,1\r\r\nb,2\n\rc,3",
                "\uFEFFa,1\nb,2\n",
                "\uFEFF",
                "\uFEFF\na,1\n",
                "a,1\n\uFEFFb,2\n",
                "\uFEFF\uFEFFa,1\nb,2\n\uFEFFc,3\n",
                "a\u0000b,1\n\u0000,2\n",
                "a\u2028b,1\na\u0085b,2\n",
                "a;1|b;2|c;3");
        for (String content : contents) {
            ReaderCase test = ReaderCase.csv("lines " + HeapColumn.quote(content), content);
            cases.add(test);
            cases.add(test.as("x string, y int, _corrupt_record string"));
            cases.add(test.as("x string, y int").with("header", "true"));
            cases.add(test.with("header", "true").with("inferSchema", "true"));
            cases.add(test.as("x string, y int, _corrupt_record string").with("multiLine", "true"));
            cases.add(test.as("x string, y int").with("lineSep", "|").with("sep", ";"));
            cases.add(test.as("x string, y int").with("lineSep", "\n"));
            cases.add(test.as("x string").select());
        }
        cases.add(ReaderCase.csv("many lines", "12345,abc\n".repeat(50_000)).as("x int, y string"));
        cases.add(ReaderCase.csv("a huge field", "x".repeat(3_000_000) + ",1\ny,2\n")
                .as("x string, y int"));
        cases.add(ReaderCase.csv("longer than allowed", "xxxxxxxxxx,1\ny,2\n")
                .as("x string, y int")
                .with("maxCharsPerColumn", "5"));
        cases.add(ReaderCase.csv("more columns than allowed", "1,2,3,4,5,6\n1,2\n")
                .as("x string, y int")
                .with("maxColumns", "3"));
    }

    private static void ragged(List<ReaderCase> cases) {
        for (String content :
                List.of("1,2,3\n4,5\n6\n7,8,9,10\n,,\n,\n", "1,2,3,\n", ",1,2\n", "1,x,3\ny,2,z\n,,\n", "1,2,x\nz\n")) {
            ReaderCase test = ReaderCase.csv("ragged " + HeapColumn.quote(content), content);
            cases.addAll(test.inEachMode("a int, b int, c int"));
            cases.add(test);
            cases.add(test.with("inferSchema", "true"));
            cases.add(test.with("header", "true").with("inferSchema", "true"));
            cases.add(test.as("a int, _corrupt_record string, b int"));
            cases.add(test.as("a int not null, b int, bad string").with("columnNameOfCorruptRecord", "bad"));
            cases.add(test.as("a int, b int, c int, d int"));
            cases.add(test.as("a string"));
        }
    }

    private static void numbers(List<ReaderCase> cases) {
        for (String value : List.of(
                "1",
                "+1",
                "-1",
                " 1",
                "1 ",
                "01",
                "1.0",
                "1e3",
                "1E3",
                "1.5",
                ".5",
                "5.",
                "-0",
                "-0.0",
                "NaN",
                "nan",
                "Inf",
                "-Inf",
                "inf",
                "Infinity",
                "-Infinity",
                "1_000",
                "1,000",
                "0x10",
                "1d",
                "1f",
                "1L",
                "127",
                "128",
                "-129",
                "32768",
                "2147483648",
                "9223372036854775807",
                "9223372036854775808",
                "1e400",
                "1e-400",
                "1e38",
                "12345678.905",
                "99999999.995",
                "123456789.1",
                "1.005",
                "true",
                "TRUE",
                "false",
                "t",
                "yes",
                "1 2",
                "null",
                "NULL",
                "\\N",
                "\"1\"",
                "\u0661",
                "\u2212" + "1",
                "--1",
                "1-",
                "1e",
                "e1",
                "$1",
                "(1)",
                "1%")) {
            String line = String.join(",", java.util.Collections.nCopies(8, value)) + "\n";
            ReaderCase test = ReaderCase.csv("number " + HeapColumn.quote(value), line);
            cases.add(test.as(TYPES + ", _corrupt_record string"));
            cases.add(test.with("inferSchema", "true"));
            cases.add(test.with("ignoreLeadingWhiteSpace", "true")
                    .with("ignoreTrailingWhiteSpace", "true")
                    .as(TYPES + ", _corrupt_record string"));
        }
        cases.add(ReaderCase.csv("decimals in German", "\"1.234,56\"\n\"1,5\"\n\"x\"\n")
                .with("locale", "de-DE")
                .as("n decimal(10,2), _corrupt_record string"));
        cases.add(ReaderCase.csv("own names of special numbers", "na,up,down\nNaN,Inf,-Inf\n")
                .with("nanValue", "na")
                .with("positiveInf", "up")
                .with("negativeInf", "down")
                .as("a double, b float, c double, _corrupt_record string"));
        cases.add(ReaderCase.csv("intervals and binary", "1-2,1 02:03:04,abc\nx,y,z\n")
                .as("a interval year to month, b interval day to second, c binary, _corrupt_record string"));
    }

    private static void times(List<ReaderCase> cases) {
        for (String value : List.of(
                "2024-02-29",
                "2023-02-29",
                "2024-2-9",
                "2024-02",
                "2024",
                "24-02-29",
                "0001-01-01",
                "9999-12-31",
                "12345-01-01",
                "-0001-01-01",
                "2024-02-29T12:34:56",
                "2024-02-29 12:34:56",
                "2024-02-29 12:34:56.123456789",
                "2024-02-29T12:34:56Z",
                "2024-02-29T12:34:56+02:00",
                "2024-02-29 12:34:56 Europe/Paris",
                "2024-02-29 12",
                "2024-02-29 24:00:00",
                "12:34",
                "1709210096",
                "29/02/2024",
                "Feb 29 2024",
                "1582-10-10",
                "1900-01-01 00:00:00",
                " 2024-02-29",
                "2024-02-29 ",
                "now",
                "today",
                "epoch",
                "2024-03-31 02:30:00")) {
            ReaderCase test =
                    ReaderCase.csv("time " + HeapColumn.quote(value), value + "," + value + "," + value + "\n");
            cases.add(test.as("a date, b timestamp, c timestamp_ntz, _corrupt_record string"));
            cases.add(test.with("inferSchema", "true"));
            cases.add(test.with("inferSchema", "true").with("preferDate", "false"));
            cases.add(test.with("dateFormat", "dd/MM/yyyy")
                    .with("timestampFormat", "yyyy-MM-dd HH:mm:ss")
                    .with("timestampNTZFormat", "yyyy-MM-dd HH:mm:ss")
                    .as("a date, b timestamp, c timestamp_ntz, _corrupt_record string"));
            cases.add(test.with("timeZone", "Europe/Paris").as("a date, b timestamp, c timestamp_ntz"));
            cases.add(test.with("dateFormat", "dd/MM/yyyy")
                    .with("enableDateTimeParsingFallback", "true")
                    .as("a date, b timestamp, c timestamp_ntz, _corrupt_record string"));
        }
        cases.add(ReaderCase.csv("a pattern that is none", "1\n")
                .with("dateFormat", "QQQQQQ")
                .as("a date"));
        cases.add(ReaderCase.csv("month names in German", "1 M\u00e4rz 2024\n")
                .with("dateFormat", "d MMMM yyyy")
                .with("locale", "de")
                .as("a date, _corrupt_record string"));
    }

    private static void options(List<ReaderCase> cases) {
        ReaderCase test =
                ReaderCase.csv("options", "#c\na|b|c\n x | \"y\" |\n#d|1|2\n\"\"|''|-\n -|NA|null\n\n\"#\"|\\#|#\n");
        for (String separator : List.of("|", "||", "\\t", "\t", ";", "a", " ", "\\|", "\u0001", ", ")) {
            cases.add(test.with("sep", separator).as("x string, y string, z string"));
            cases.add(test.with("delimiter", separator));
        }
        ReaderCase three = test.with("sep", "|").as("x string, y string, z string, _corrupt_record string");
        cases.add(three.with("comment", "#"));
        cases.add(three.with("comment", "#").with("header", "true"));
        cases.add(three.with("comment", "#").with("multiLine", "true"));
        cases.add(test.with("sep", "|").with("comment", "#").with("header", "true"));
        cases.add(three.with("nullValue", "-"));
        cases.add(three.with("nullValue", "NA").with("emptyValue", "EMPTY"));
        cases.add(three.with("emptyValue", ""));
        cases.add(three.with("ignoreLeadingWhiteSpace", "true"));
        cases.add(three.with("ignoreTrailingWhiteSpace", "true"));
        cases.add(three.with("escape", "").with("quote", "'"));
        cases.add(three.with("charToEscapeQuoteEscaping", "\\"));
        cases.add(test.with("SEP", "|").with("Header", "TRUE").as("x string, y string, z string"));
        cases.add(ReaderCase.csv("a wrong separator", "1\n").with("sep", "").as("a int"));
        cases.add(
                ReaderCase.csv("a wrong boolean", "1\n").with("header", "maybe").as("a int"));
        cases.add(ReaderCase.csv("a quote of two", "1\n").with("quote", "''").as("a int"));
        cases.add(ReaderCase.csv("a nested type", "1\n").as("a array<int>"));
        cases.add(ReaderCase.csv("corrupt column of a wrong type", "1\n").as("a int, _corrupt_record int"));
        cases.add(ReaderCase.csv("void", "1\n").as("a void"));
        cases.add(ReaderCase.csv("char and varchar", "ab,abc\n").as("a string, b string"));
    }

    private static void headers(List<ReaderCase> cases) {
        for (String content : List.of(
                "a,A,a\n1,2,3\n",
                "a,,b\n1,2,3\n",
                ",\n1,2\n",
                "a,b\n",
                "a,b",
                "\"a b\",\" c\"\n1,2\n",
                "a,b\na,b\n1,2\n",
                "x,y\n1,2\n",
                "b,a\n1,2\n",
                "a\n1,2\n",
                "a,b,c\n1,2\n",
                "\n\na,b\n1,2\n",
                "_c0,_c0\n1,2\n",
                "null,b\n1,2\n",
                "A,B\n1,2\n",
                "a.b,`c`\n1,2\n")) {
            ReaderCase test = ReaderCase.csv("header " + HeapColumn.quote(content), content)
                    .with("header", "true");
            cases.add(test);
            cases.add(test.with("inferSchema", "true"));
            cases.add(test.as("a int, b int"));
            cases.add(test.with("enforceSchema", "false").as("a int, b int"));
            cases.add(test.with("enforceSchema", "false").as("a int, b int").select("b"));
            cases.add(test.with("enforceSchema", "false")
                    .with("columnPruning", "false")
                    .as("a int, b int")
                    .select("b"));
            cases.add(test.with("multiLine", "true"));
            cases.add(test.with("multiLine", "true")
                    .with("enforceSchema", "false")
                    .as("a int, b int"));
            cases.add(test.with("nullValue", "null"));
        }
        cases.add(ReaderCase.ofFiles(
                        "headers of two files",
                        "csv",
                        Map.of(
                                "1.csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8),
                                "2.csv", "a,b\n3,4\n5,6\n".getBytes(StandardCharsets.UTF_8)))
                .with("header", "true")
                .with("inferSchema", "true"));
        cases.add(ReaderCase.ofFiles(
                        "different headers",
                        "csv",
                        Map.of(
                                "1.csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8),
                                "2.csv", "b,a,c\n3,4,5\n6,7,8\n".getBytes(StandardCharsets.UTF_8)))
                .with("header", "true")
                .with("inferSchema", "true"));
    }

    private static void encodings(List<ReaderCase> cases) {
        byte[] broken = {
            'a', (byte) 0xFF, ',', '1', '\n', (byte) 0xC3, ',', '2', '\n', (byte) 0xE2, (byte) 0x82, ',', '3'
        };
        ReaderCase bad = ReaderCase.of("bytes that are no UTF-8", "csv", broken);
        cases.add(bad);
        cases.add(bad.as("x string, y int, _corrupt_record string"));
        cases.add(bad.as("x int, y int, _corrupt_record string"));
        cases.add(bad.as("x int, y int, _corrupt_record string").with("multiLine", "true"));
        cases.add(bad.with("encoding", "ISO-8859-1").as("x string, y int"));
        String text = "\u00e4\u00f6,1\n\u00fc,x\n";
        for (String encoding : List.of("ISO-8859-1", "UTF-8", "US-ASCII", "UTF-16LE", "UTF-16")) {
            ReaderCase test =
                    ReaderCase.of("in " + encoding, "csv", text.getBytes(java.nio.charset.Charset.forName(encoding)));
            cases.add(test.with("encoding", encoding).as("x string, y int, _corrupt_record string"));
            cases.add(test.with("charset", encoding)
                    .with("multiLine", "true")
                    .as("x string, y int, _corrupt_record string"));
            cases.add(test.with("encoding", encoding).with("inferSchema", "true"));
        }
        cases.add(ReaderCase.csv("an unknown encoding", "a\n")
                .with("encoding", "x-none")
                .as("a string"));
        cases.add(ReaderCase.csv("pairs", "\ud83d\ude00,\u00e9\n").as("a string, b string"));
    }

    private static void inference(List<ReaderCase> cases) {
        for (String content : List.of(
                "1\n2\n",
                "1\n2.5\n",
                "1\n3000000000\n",
                "1\n99999999999999999999\n",
                "99999999999999999999\n1.5\n",
                "1\n\nx\n",
                "true\nfalse\n",
                "true\n1\n",
                "1\ntrue\n",
                "2024-01-01\n2024-01-02\n",
                "2024-01-01\n2024-01-01 10:00:00\n",
                "2024-01-01 10:00:00\n2024-01-01\n",
                "2024-01-01\n1\n",
                "1\n2024-01-01\n2.5\n",
                "NaN\n1\n",
                "1\nInf\n",
                "\n",
                "1e3\n",
                "1e30\n12345678901234567890123456789012345678\n",
                "123456789012345678901234567890123456789\n",
                "0.1\n12345678901234567890\n",
                ",\n1,\n",
                "a,1\nb,2\nc,x\n",
                "\"1\"\n\"2\"\n",
                "-1\n+1\n",
                "1 \n 2\n",
                "12:34\n",
                "2024\n",
                "2024-01\n")) {
            ReaderCase test = ReaderCase.csv("infer " + HeapColumn.quote(content), content)
                    .with("inferSchema", "true");
            cases.add(test);
            cases.add(test.with("multiLine", "true"));
            cases.add(test.with("dateFormat", "yyyy-MM-dd"));
            cases.add(test.with("timestampFormat", "yyyy-MM-dd HH:mm:ss"));
            cases.add(test.with("header", "true"));
            cases.add(test.with("nullValue", "1"));
        }
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            many.append(i % 97 == 5 ? "x" + i : String.valueOf(i))
                    .append(',')
                    .append(i / 7.0)
                    .append('\n');
        }
        for (String ratio : List.of("0.005", "0.1", "0.5", "1.0")) {
            cases.add(ReaderCase.csv("a sample", many.toString())
                    .with("inferSchema", "true")
                    .with("samplingRatio", ratio));
        }
    }

    private static void pruning(List<ReaderCase> cases) {
        ReaderCase test = ReaderCase.csv("pruning", "1,2,3\n4,x,6\n7,8\n9,10,y,11\n,,\n");
        String schema = "a int, b int, c int, _corrupt_record string";
        for (List<String> columns : List.of(
                List.of("a"),
                List.of("b"),
                List.of("c", "a"),
                List.of("b", "_corrupt_record"),
                List.of("_corrupt_record", "a"),
                List.of("_corrupt_record"),
                List.<String>of())) {
            String[] names = columns.toArray(new String[0]);
            for (String mode : List.of("PERMISSIVE", "DROPMALFORMED", "FAILFAST")) {
                cases.add(test.as(schema).with("mode", mode).select(names));
                cases.add(test.as(schema)
                        .with("mode", mode)
                        .with("columnPruning", "false")
                        .select(names));
                cases.add(test.as(schema)
                        .with("mode", mode)
                        .with("multiLine", "true")
                        .select(names));
            }
        }
    }
}
