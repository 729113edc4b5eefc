package dev.leat.duckdb.function;

import java.util.List;
import java.util.Random;

/** Strings at which functions differ, and random ones. */
final class SampleTexts {
    static final List<String> EDGES = List.of(
            "",
            " ",
            "   ",
            "a",
            "A",
            "abc",
            "aBC",
            "abcabc",
            " a b  c ",
            "\t\n\r",
            "\u00a0a\u00a0",
            "\u3000",
            "\u0000",
            "a\u0000b",
            "ß",
            "İ",
            "ı",
            "ŉ",
            "ﬁ",
            "ΑΣ",
            "ς",
            "e\u0301",
            "é",
            "日本語",
            "\uD83D\uDE00",
            "a\uD83D\uDE00b",
            "\uDBFF\uDFFF",
            "\u007f",
            "\u0080",
            "%",
            "_",
            "\\",
            "\\\\",
            "a%b_c",
            "a\\%",
            "a.b.c",
            "..",
            "1",
            "-1",
            "+1",
            " 12 ",
            "\t12\n",
            "007",
            "1.5",
            ".5",
            "5.",
            "-.5",
            "1e3",
            "1E-3",
            "NaN",
            "Infinity",
            "-Infinity",
            "inf",
            "1L",
            "1d",
            "1f",
            "0x1A",
            "1_000",
            "1,000",
            "-0",
            "--1",
            "+",
            "-",
            "127",
            "128",
            "32768",
            "2147483647",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "999999999999999999",
            "99999999999999999999999999999999999999",
            "0.1234567890123456789",
            "１２",
            "true",
            "TRUE",
            "t",
            "yes",
            "no",
            "0",
            "false",
            "null",
            "NULL",
            "2024-02-29",
            "2023-02-29",
            "0001-01-01",
            "9999-12-31",
            "10000-01-01",
            "-0001-01-01",
            "2024-1-1",
            "2024-01",
            "2024",
            " 2024-02-29 ",
            "2024-02-29 12:34:56",
            "2024-02-29T12:34:56.123456",
            "2024-02-29 12:34:56.1234567",
            "2024-02-29 12:34:56Z",
            "2024-02-29 12:34:56+01:00",
            "2024-02-29 24:00:00",
            "2024-02-29 12:34",
            "2024-02-30 00:00:00",
            "12:34:56",
            "epoch",
            "today",
            "2024-13-01",
            "2024-02-29abc",
            "12/31/2020",
            "x".repeat(1000),
            "é".repeat(300),
            "http://example.org/a?b=c&d=e#f",
            "{\"a\": 1}",
            "[1, 2]",
            "key=value");

    private static final String SMALL = "abAB %_\\.,1";
    private static final int[] WIDE = {'a', 'ß', 'İ', 'é', 0x301, 0x1F600, 0x65E5, 'Z', ' ', 0};

    private SampleTexts() {}

    static String random(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> of(random, WIDE);
            case 1 -> number(random);
            case 2 -> date(random);
            case 3 -> date(random) + (random.nextBoolean() ? " " : "T") + time(random);
            case 4 -> anything(random);
            default -> of(random, SMALL.codePoints().toArray());
        };
    }

    private static String of(Random random, int[] alphabet) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextInt(4) == 0 ? 40 : 8);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }

    private static String anything(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(20);
        for (int i = 0; i < length; i++) {
            int code = random.nextInt(4) == 0 ? random.nextInt(0x10FFFF) : random.nextInt(128);
            text.appendCodePoint(code >= 0xD800 && code <= 0xDFFF ? 'x' : code);
        }
        return text.toString();
    }

    private static String number(Random random) {
        String sign = List.of("", "", "", "-", "+").get(random.nextInt(5));
        String whole = sign + Long.toString(random.nextLong() >>> 1 + random.nextInt(63));
        String text = random.nextInt(3) == 0 ? whole + "." + random.nextInt(1_000_000) : whole;
        return random.nextInt(8) == 0 ? " " + text + " " : text;
    }

    private static String date(Random random) {
        String format = random.nextInt(6) == 0 ? "%d-%d-%d" : "%04d-%02d-%02d";
        int year = random.nextInt(10) == 0 ? random.nextInt(12_000) : 1950 + random.nextInt(100);
        return String.format(format, year, random.nextInt(14), random.nextInt(33));
    }

    private static String time(Random random) {
        String text = String.format("%02d:%02d:%02d", random.nextInt(25), random.nextInt(61), random.nextInt(61));
        return random.nextBoolean() ? text : text + "." + random.nextInt(1 << random.nextInt(31));
    }
}
