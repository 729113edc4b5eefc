package dev.leat.conformance.readers;

import dev.leat.testkit.HeapColumn;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Hand-made odd JSON files. */
final class JsonCases {
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "1",
            "-0",
            "1.0",
            "1.7",
            "1e2",
            "1e400",
            "127",
            "128",
            "32768",
            "2147483648",
            "9223372036854775808",
            "123456789012345678901234567890123456789",
            "0.1",
            "12345678.905",
            "-0.0",
            "NaN",
            "Infinity",
            "-Infinity",
            "+INF",
            "-INF",
            "INF",
            "\"\"",
            "\"1\"",
            "\"12\"",
            "\"1.5\"",
            "\"true\"",
            "\"NaN\"",
            "\"Infinity\"",
            "\"-INF\"",
            "\"abc\"",
            "\"2024-02-29\"",
            "\"2024-02-30\"",
            "\"2024-02-29T12:34:56.789Z\"",
            "\"2024-02-29 12:34:56\"",
            "\"2024-02-29T12:34:56+05:30\"",
            "1709210096",
            "1709210096.5",
            "-1",
            "\"1-2\"",
            "\"YWJj\"",
            "[]",
            "[1]",
            "[1,null,\"x\"]",
            "[[1],[2,3],null]",
            "{}",
            "{\"a\":1}",
            "{\"a\":\"x\",\"b\":[1]}",
            "{\"b\":1,\"b\":2}",
            "\"\\u00e4\\ud83d\\ude00\"",
            "\"\\ud800\"",
            "\"a\\tb\"",
            "01",
            ".5",
            "5.",
            "'x'",
            "\"\\x\"",
            "undefined",
            "True");

    private static final List<String> TYPES = List.of(
            "boolean",
            "tinyint",
            "smallint",
            "int",
            "bigint",
            "float",
            "double",
            "decimal(10,2)",
            "decimal(38,18)",
            "string",
            "binary",
            "date",
            "timestamp",
            "timestamp_ntz",
            "interval year to month",
            "interval day to second",
            "array<int>",
            "array<string>",
            "array<array<int>>",
            "map<string,int>",
            "map<string,string>",
            "struct<a:int,b:int>",
            "struct<a:string,b:array<int>>",
            "void");

    private JsonCases() {}

    static List<ReaderCase> all() {
        List<ReaderCase> cases = new ArrayList<>();
        values(cases);
        records(cases);
        options(cases);
        inference(cases);
        encodings(cases);
        return cases;
    }

    /** Every value read as every type, one file per type. */
    private static void values(List<ReaderCase> cases) {
        StringBuilder content = new StringBuilder();
        for (String value : VALUES) {
            content.append("{\"x\":1,\"v\":").append(value).append(",\"y\":2}\n");
        }
        for (String type : TYPES) {
            String name = "values as " + type;
            cases.add(ReaderCase.json(name, content.toString())
                    .as("x int, v " + type + ", y int, _corrupt_record string"));
            cases.add(ReaderCase.json(name, content.toString()).as("v " + type).with("mode", "DROPMALFORMED"));
            cases.add(ReaderCase.json(name, content.toString()).as("a array<" + type + ">, v " + type));
        }
        StringBuilder nested = new StringBuilder();
        for (String value : VALUES) {
            nested.append("{\"s\":{\"x\":1,\"v\":")
                    .append(value)
                    .append("},\"a\":[1,")
                    .append(value)
                    .append("],\"m\":{\"k\":")
                    .append(value)
                    .append("}}\n");
        }
        for (String type : List.of("int", "string", "double", "struct<a:int>", "array<int>", "timestamp", "boolean")) {
            cases.add(ReaderCase.json("nested values as " + type, nested.toString())
                    .as("s struct<x:int,v:" + type + ">, a array<" + type + ">, m map<string," + type
                            + ">, _corrupt_record string"));
        }
        for (String value : VALUES) {
            ReaderCase one = ReaderCase.json("value " + HeapColumn.quote(value), "{\"v\":" + value + "}\n");
            cases.add(one);
            cases.add(one.as("v int").with("mode", "FAILFAST"));
        }
    }

    private static void records(List<ReaderCase> cases) {
        String schema = "a int, b string, _corrupt_record string";
        for (String content : List.of(
                "",
                "\n\n",
                "{}",
                "{}\n\n{}\n",
                "{\"a\":1}",
                "{\"a\":1,\"b\":\"x\"} trailing\n{\"a\":2}\n",
                "{\"a\":1}{\"a\":2}\n",
                "[{\"a\":1},{\"a\":2,\"b\":\"y\"}]\n{\"a\":3}\n",
                "[]\n",
                "[1,2]\n",
                "[{\"a\":1},5]\n",
                "[[{\"a\":1}]]\n",
                "[null,{\"a\":1}]\n",
                "null\n",
                "1\n\"x\"\ntrue\n",
                "{\"a\":1,\"a\":2}\n",
                "{\"a\":1,\"b\":\"x\"\n}\n",
                "{\"a\":\n1}\n",
                "{\"a\":\"x\",\"b\":\"y\"}\n{\"a\":5,\"b\":6}\n",
                "{\"A\":1,\"B\":2}\n",
                "{\"a\":1,}\n",
                "{a:1}\n",
                "{'a':1}\n",
                "{\"a\" 1}\n",
                "{\"a\":1\n{\"a\":2}\n",
                "not json\n{\"a\":1}\n",
                " {\"a\":1} \n",
                "\uFEFF{\"a\":1}\n{\"a\":2}\n",
                "{\"a\":1}\r{\"a\":2}\r\n{\"a\":3}",
                "{\"a\":1}\u0000\n",
                "\u0000\n{\"a\":1}\n",
                "{\"b\":\"x\u2028y\"}\n",
                "{\"b\":\"tab\there\"}\n",
                "{\"b\":{\"c\":[1,{\"d\":null}],\"e\":1.50}}\n",
                "{\"b\":[1, 2,  3]}\n",
                "{\"b\":1.0}\n{\"b\":1e5}\n{\"b\":true}\n",
                "/* c */ {\"a\":1} // d\n",
                "{\"c\":{\"d\":1}}\n",
                "{\"a\":{\"x\":1},\"b\":\"y\"}\n",
                "{\"a\":[1],\"b\":\"y\"}\n",
                "{\"\":1,\"a.b\":2,\"c d\":3}\n",
                "{\"a\":1,\"_corrupt_record\":\"mine\"}\n")) {
            ReaderCase test = ReaderCase.json("record " + HeapColumn.quote(content), content);
            cases.add(test);
            cases.add(test.as(schema));
            cases.add(test.as("a int, b string").with("mode", "DROPMALFORMED"));
            cases.add(test.as("a int, b string").with("mode", "FAILFAST"));
            cases.add(test.as(schema).with("multiLine", "true"));
            cases.add(test.with("multiLine", "true"));
            cases.add(test.as(schema).select("b"));
            cases.add(test.as(schema).select("_corrupt_record", "a"));
            cases.add(test.as("a int, b string").select());
            cases.add(test.with("mode", "DROPMALFORMED"));
            cases.add(test.with("mode", "FAILFAST"));
        }
        cases.add(ReaderCase.json("only corrupt", "x\n").as(schema).select("_corrupt_record"));
        cases.add(ReaderCase.json("deep", "{\"b\":" + "[".repeat(1100) + "]".repeat(1100) + "}" + "\n")
                .as(schema));
        cases.add(ReaderCase.json("deep", "{\"a\":".repeat(60) + "1" + "}".repeat(60) + "\n"));
        cases.add(ReaderCase.json("many records", "{\"a\":1,\"b\":\"some text\",\"c\":[1,2,3]}\n".repeat(20_000))
                .as("a int, b string, c array<int>"));
        cases.add(ReaderCase.json("keys that are no strings", "{\"m\":{\"1\":2}}\n")
                .as("m map<int,int>"));
        cases.add(ReaderCase.json("a required field", "{\"a\":null}\n{}\n")
                .as("a int not null, s struct<x:int not null>"));
    }

    private static void options(List<ReaderCase> cases) {
        String schema = "a double, b string, d date, t timestamp, n timestamp_ntz, _corrupt_record string";
        ReaderCase test = ReaderCase.json(
                "options",
                String.join(
                        "\n",
                        List.of(
                                "{\"a\":007,\"b\":'x'}",
                                "{a:1,b:\"y\"}",
                                "{\"a\":NaN,\"b\":\"\\q\"}",
                                "{\"a\":1,/*c*/\"b\":\"tab\there\"}",
                                "{\"d\":\"29/02/2024\",\"t\":\"29/02/2024 10:00\",\"n\":\"29/02/2024 10:00\"}",
                                "{\"d\":\"2024-02-29\",\"t\":\"2024-02-29 10:00:00\",\"n\":\"2024-02-29T10:00:00\"}",
                                "{\"d\":19000,\"t\":19000,\"n\":19000}",
                                "{\"a\":\"NaN\",\"t\":\"2024-02-29T10:00:00Z\"}",
                                "{\"a\":Infinity}",
                                "{\"a\":1.5,\"b\":null}",
                                "{\"e\":null,\"f\":[],\"g\":{},\"h\":[null],\"i\":{\"j\":null}}",
                                "")));
        cases.add(test.as(schema));
        cases.add(test);
        for (String option : List.of(
                "primitivesAsString",
                "prefersDecimal",
                "inferTimestamp",
                "dropFieldIfAllNull",
                "allowComments",
                "allowUnquotedFieldNames",
                "allowSingleQuotes",
                "allowNumericLeadingZeros",
                "allowBackslashEscapingAnyCharacter",
                "allowUnquotedControlChars",
                "allowNonNumericNumbers",
                "enableDateTimeParsingFallback")) {
            for (String value : List.of("true", "false")) {
                cases.add(test.as(schema).with(option, value));
                cases.add(test.with(option, value));
            }
        }
        cases.add(test.as(schema).with("dateFormat", "dd/MM/yyyy"));
        cases.add(test.as(schema)
                .with("timestampFormat", "dd/MM/yyyy HH:mm")
                .with("timestampNTZFormat", "dd/MM/yyyy HH:mm"));
        cases.add(test.with("timestampFormat", "dd/MM/yyyy HH:mm").with("inferTimestamp", "true"));
        cases.add(test.as(schema).with("timeZone", "Asia/Tokyo"));
        cases.add(test.as(schema).with("locale", "fr-FR"));
        cases.add(test.as("a double, bad string").with("columnNameOfCorruptRecord", "bad"));
        cases.add(test.with("columnNameOfCorruptRecord", "bad"));
        cases.add(ReaderCase.json("separators", "{\"a\":1}|{\"a\":2}|")
                .with("lineSep", "|")
                .as("a int"));
        cases.add(ReaderCase.json("separators", "{\"a\":1}--{\"a\":2}---{\"a\":3}")
                .with("lineSep", "--"));
        cases.add(ReaderCase.json("a wrong option", "{}").with("allowComments", "maybe"));
    }

    private static void inference(List<ReaderCase> cases) {
        for (String content : List.of(
                "{\"a\":1}\n{\"a\":1.5}\n",
                "{\"a\":1}\n{\"a\":\"x\"}\n",
                "{\"a\":1}\n{\"a\":true}\n",
                "{\"a\":null}\n{\"b\":1}\n",
                "{\"a\":[1]}\n{\"a\":[1.5,\"x\"]}\n",
                "{\"a\":{\"x\":1}}\n{\"a\":{\"y\":[]}}\n",
                "{\"a\":{\"x\":1}}\n{\"a\":1}\n",
                "{\"z\":1,\"a\":2,\"M\":3}\n",
                "{\"a\":1,\"A\":2}\n",
                "{\"a\":99999999999999999999}\n{\"a\":1}\n",
                "{\"a\":99999999999999999999}\n{\"a\":1.5}\n",
                "{\"a\":1e500}\n",
                "{\"a\":0.12345678901234567890}\n",
                "bad\n",
                "bad\n{\"a\":1}\n",
                "{\"a\":1}\n[1]\n",
                "[{\"a\":1},{\"b\":2}]\n",
                "[1]\n",
                "5\n",
                "{\"a\":[]}\n",
                "{\"a\":[null]}\n",
                "{\"a\":{}}\n",
                "{\"a\":[{}]}\n",
                "{\"a\":\"\"}\n",
                "{\"a\":\"2024-01-01T00:00:00\"}\n",
                "{\"a\":1,\"a\":\"x\"}\n",
                "{\"a\":[[1],[\"x\"]]}\n",
                "{\"b\":1,\"b\":2}\n{\"b\":null}\n")) {
            ReaderCase test = ReaderCase.json("infer " + HeapColumn.quote(content), content);
            for (String option :
                    List.of("prefersDecimal", "inferTimestamp", "dropFieldIfAllNull", "primitivesAsString")) {
                cases.add(test.with(option, "true"));
            }
            cases.add(test.with("multiLine", "true"));
        }
        byte[] one = "{\"a\":1}\n".getBytes(StandardCharsets.UTF_8);
        byte[] two = "{\"a\":\"x\",\"b\":2}\n{\"a\":null}\n".getBytes(StandardCharsets.UTF_8);
        byte[] bad = "{\"a\":\n".getBytes(StandardCharsets.UTF_8);
        cases.add(ReaderCase.ofFiles("several files", "json", Map.of("1.json", one, "2.json", two, "3.json", bad)));
        cases.add(ReaderCase.ofFiles("several files", "json", Map.of("1.json", one, "2.json", two, "3.json", bad))
                .with("multiLine", "true"));
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            many.append("{\"f").append(i % 300).append("\":").append(i).append("}\n");
        }
        for (String ratio : List.of("0.01", "0.3", "1.0")) {
            cases.add(ReaderCase.json("a sample", many.toString()).with("samplingRatio", ratio));
        }
        cases.add(ReaderCase.json("a sample of none", many.toString()).with("samplingRatio", "0"));
    }

    private static void encodings(List<ReaderCase> cases) {
        byte[] broken = "{\"b\":\"x?y\"}\n{\"a\":1}\n{\"b\":\"??\"}\n?\n".getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < broken.length; i++) {
            if (broken[i] == '?') {
                broken[i] = (byte) 0xE4;
            }
        }
        ReaderCase bad = ReaderCase.of("bytes that are no UTF-8", "json", broken);
        cases.add(bad);
        cases.add(bad.as("a int, b string, _corrupt_record string"));
        cases.add(bad.as("a int, b string, _corrupt_record string").with("encoding", "UTF-8"));
        cases.add(bad.with("encoding", "UTF-8"));
        cases.add(bad.as("a int, b string, _corrupt_record string").with("multiLine", "true"));
        cases.add(bad.as("a int, b string, _corrupt_record string")
                .with("encoding", "ISO-8859-1")
                .with("lineSep", "\n"));
        String text = "{\"b\":\"\u00e4\u00f6\"}\n{\"a\":1}\n";
        for (String encoding : List.of("ISO-8859-1", "UTF-8", "UTF-16LE", "UTF-16", "UTF-32BE")) {
            byte[] content = text.getBytes(Charset.forName(encoding));
            ReaderCase test = ReaderCase.of("in " + encoding, "json", content);
            cases.add(test.with("encoding", encoding)
                    .with("lineSep", "\n")
                    .as("a int, b string, _corrupt_record string"));
            cases.add(test.with("encoding", encoding).with("lineSep", "\n"));
            cases.add(test.with("encoding", encoding).as("a int, b string"));
            cases.add(test.with("charset", encoding).with("multiLine", "true"));
            cases.add(test.with("multiLine", "true"));
            cases.add(test);
        }
    }
}
