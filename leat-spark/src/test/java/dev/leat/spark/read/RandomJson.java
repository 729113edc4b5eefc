package dev.leat.spark.read;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Texts that are JSON, or nearly so: objects with the fields {@code user}, {@code n} and {@code d}, and arrays of them. */
final class RandomJson {
    private static final List<String> SCALARS = List.of(
            "1",
            "-7",
            "2147483648",
            "1.5",
            "12345678901234567.891",
            "1e3",
            "\"x\"",
            "\"7\"",
            "\"\"",
            "true",
            "null",
            "{}",
            "[]",
            "[1]",
            "{\"a\": 1.10}",
            "'single'",
            "NaN",
            "\"a\\nb\"",
            "\"\\u00e4\"",
            "01",
            "tru");
    private static final List<String> NAMES = List.of("user", "user", "n", "d", "N", "other");
    private static final List<String> OTHERS =
            List.of("", " ", "\n", "[]", "null", "7", "\"x\"", "{", "[", "[{}, 1]", "#");

    private RandomJson() {}

    /** A text, in which a byte may not be UTF-8. */
    static byte[] bytes(SplittableRandom random) {
        byte[] bytes = value(random).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(20) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) 0xFF;
        }
        return bytes;
    }

    private static String value(SplittableRandom random) {
        String text = switch (random.nextInt(10)) {
            case 0 -> one(OTHERS, random);
            case 1, 2 -> array(random);
            default -> object(random);
        };
        return switch (random.nextInt(20)) {
            case 0 -> text.substring(0, random.nextInt(text.length() + 1));
            case 1 -> text + one(OTHERS, random);
            case 2 -> " " + text;
            case 3 -> "\uFEFF" + text;
            default -> text;
        };
    }

    private static String array(SplittableRandom random) {
        List<String> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            elements.add(object(random));
        }
        return "[" + String.join(", ", elements) + "]";
    }

    private static String object(SplittableRandom random) {
        List<String> members = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            members.add("\"" + one(NAMES, random) + "\": " + one(SCALARS, random));
        }
        return "{" + String.join(", ", members) + "}";
    }

    private static String one(List<String> texts, SplittableRandom random) {
        return texts.get(random.nextInt(texts.size()));
    }
}
