package dev.leat.conformance.readers;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Files put together at random from pieces that matter to a parser. The seed alone reproduces them. */
final class GeneratedCases {
    private static final String[] CSV_PIECES = {
        ",",
        ",",
        ",",
        "\"",
        "\"",
        "\\",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "'",
        " ",
        "\t",
        "a",
        "b",
        "1",
        "2",
        "-",
        ".",
        "1.5",
        "true",
        "2024-01-01",
        "2024-01-01T01:02:03",
        "null",
        "NaN",
        "#",
        "|",
        "\u00e4",
        "\ud83d\ude00",
        "\uFEFF",
        "\u0000",
        "x,y",
        "\"\"",
        "\"q\"",
        ",,",
        "1e5",
        "99999999999"
    };
    private static final String[] JSON_PIECES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"b\"",
        "\"c\"",
        "\"a\":",
        "\"b\":",
        "\"c\":",
        "1",
        "2.5",
        "true",
        "null",
        "\"x\"",
        "\"2024-01-01\"",
        "\n",
        "\n",
        "\r\n",
        " ",
        "{\"a\":1}",
        "{\"b\":\"x\"}",
        "{\"a\":1,\"b\":\"y\",\"c\":[1,2]}",
        "{\"c\":[1,\"x\",null]}",
        "\\",
        "'",
        "\"\\u00e4\"",
        "NaN",
        "-",
        "1e5",
        "99999999999",
        "\u00e4",
        "x"
    };
    private static final String[] CSV_SCHEMAS = {
        "a string, b string, c string", "a int, b double, c string", "a date, b timestamp, c boolean",
        "a decimal(5,1), b string, _corrupt_record string", "a int, _corrupt_record string", "a string"
    };
    private static final String[] JSON_SCHEMAS = {
        "a int, b string, c array<int>",
        "a bigint, b string, c array<string>, _corrupt_record string",
        "a double, b string, c string, _corrupt_record string",
        "a string",
        "b date, a boolean, c array<double>"
    };
    private static final String[] MODES = {"PERMISSIVE", "PERMISSIVE", "DROPMALFORMED", "FAILFAST"};

    private final Random random;

    private GeneratedCases(long seed) {
        random = new Random(seed);
    }

    static List<ReaderCase> all(long firstSeed, int count) {
        List<ReaderCase> cases = new ArrayList<>();
        for (long seed = firstSeed; seed < firstSeed + count; seed++) {
            GeneratedCases generator = new GeneratedCases(seed);
            cases.add(seed % 3 == 2 ? generator.json(seed) : generator.csv(seed));
        }
        return cases;
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    private byte[] content(String[] pieces) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int count = 5 + random.nextInt(200);
        for (int i = 0; i < count; i++) {
            if (random.nextInt(200) == 0) {
                bytes.write(0x80 + random.nextInt(0x80));
            }
            bytes.writeBytes(pick(pieces).getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private ReaderCase csv(long seed) {
        ReaderCase test = ReaderCase.of("generated " + seed, "csv", content(CSV_PIECES));
        for (String option :
                List.of("header", "multiLine", "ignoreLeadingWhiteSpace", "ignoreTrailingWhiteSpace", "inferSchema")) {
            if (random.nextInt(4) == 0) {
                test = test.with(option, "true");
            }
        }
        if (random.nextInt(4) == 0) {
            test = test.with("escape", "\"");
        }
        if (random.nextInt(6) == 0) {
            test = test.with("comment", "#");
        }
        if (random.nextInt(6) == 0) {
            test = test.with("nullValue", "null").with("emptyValue", "e");
        }
        if (random.nextInt(8) == 0) {
            test = test.with("encoding", "ISO-8859-1");
        }
        if (random.nextInt(5) == 0) {
            return test;
        }
        return test.with("mode", pick(MODES)).as(pick(CSV_SCHEMAS));
    }

    private ReaderCase json(long seed) {
        ReaderCase test = ReaderCase.of("generated " + seed, "json", content(JSON_PIECES));
        for (String option : List.of(
                "multiLine", "primitivesAsString", "prefersDecimal", "inferTimestamp", "allowUnquotedFieldNames")) {
            if (random.nextInt(5) == 0) {
                test = test.with(option, "true");
            }
        }
        if (random.nextInt(5) == 0) {
            return test;
        }
        return test.with("mode", pick(MODES)).as(pick(JSON_SCHEMAS));
    }
}
