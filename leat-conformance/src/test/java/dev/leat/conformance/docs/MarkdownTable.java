package dev.leat.conformance.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rows of a table in a document, without header; cells as written. */
record MarkdownTable(List<List<String>> rows) {
    /** A bar that no backslash escapes. */
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");

    MarkdownTable {
        rows = List.copyOf(rows);
    }

    /** The first table after a line that begins with the text. */
    static MarkdownTable after(String document, String begin) {
        List<String> lines = document.lines().toList();
        int at = 0;
        while (!lines.get(at).startsWith(begin)) {
            at++;
        }
        while (!lines.get(at).startsWith("|---")) {
            at++;
        }
        List<List<String>> rows = new ArrayList<>();
        for (at++; at < lines.size() && lines.get(at).startsWith("|"); at++) {
            String line = lines.get(at).strip();
            rows.add(Stream.of(BAR.split(line.substring(1, line.length() - 1), -1))
                    .map(cell -> cell.strip().replace("\\|", "|"))
                    .toList());
        }
        return new MarkdownTable(rows);
    }

    /** What stands between the first pair of backticks of each row's cell. */
    List<String> code(int column) {
        return rows.stream().map(row -> row.get(column).split("`", -1)[1]).toList();
    }
}
