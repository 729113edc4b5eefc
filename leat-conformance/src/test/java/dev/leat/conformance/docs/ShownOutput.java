package dev.leat.conformance.docs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what a document shows with what was printed. These may differ:
 *
 * <ul>
 *   <li>seconds at the end of a line, and instants such as {@code 2026-01-31T12:00:00Z};
 *   <li>an ellipsis stands for any text, on a line of its own for any lines;
 *   <li>a long line may be broken at a blank.
 * </ul>
 */
final class ShownOutput {
    private static final Pattern SECONDS = Pattern.compile("(?m)(?<= )\\d+\\.\\d\\d( s)?$");
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

    private ShownOutput() {}

    static boolean matches(String shown, String printed) {
        String expected = neutral(shown.strip());
        StringBuilder pattern = new StringBuilder();
        Matcher parts = Pattern.compile("…|\n").matcher(expected);
        int end = 0;
        while (parts.find()) {
            pattern.append(Pattern.quote(expected.substring(end, parts.start())));
            pattern.append(parts.group().equals("…") ? "[\\s\\S]*?" : "[\n ]");
            end = parts.end();
        }
        pattern.append(Pattern.quote(expected.substring(end)));
        return Pattern.matches(pattern.toString(), neutral(printed.strip()));
    }

    private static String neutral(String text) {
        String untimed = SECONDS.matcher(text).replaceAll("0.00$1");
        return INSTANT.matcher(untimed).replaceAll("2000-01-01T00:00:00Z");
    }
}
