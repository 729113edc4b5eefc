package dev.leat.conformance.tpc;

import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Spark's answers as a text file, so that a test need not compute them: for each query a line with its name, one with
 * the columns' names, one with their types, one for each row, and an empty one. Cells are parted by tabs.
 */
final class GoldenAnswers {
    private static final String HEAD = "== ";
    private static final String NULL = "\\N";

    private GoldenAnswers() {}

    static void write(Path file, Map<String, Rows> answers) throws IOException {
        List<String> lines = new ArrayList<>();
        answers.forEach((name, answer) -> {
            lines.add(HEAD + name);
            lines.add(String.join("\t", answer.names()));
            lines.add(String.join("\t", answer.types()));
            answer.rows()
                    .forEach(row ->
                            lines.add(row.stream().map(GoldenAnswers::text).collect(Collectors.joining("\t"))));
            lines.add("");
        });
        Files.write(file, lines);
    }

    private static String text(Value value) {
        return value == Value.Null.NULL
                ? NULL
                : value.toString().replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
    }

    static Map<String, Rows> read(List<String> lines) {
        Map<String, Rows> answers = new LinkedHashMap<>();
        int line = 0;
        while (line < lines.size() && !lines.get(line).isEmpty()) {
            String name = lines.get(line).substring(HEAD.length());
            List<String> names = List.of(lines.get(line + 1).split("\t", -1));
            List<String> types = List.of(lines.get(line + 2).split("\t", -1));
            List<List<Value>> rows = new ArrayList<>();
            line += 3;
            while (line < lines.size() && !isEnd(lines, line)) {
                rows.add(row(lines.get(line++), types));
            }
            line++;
            answers.put(name, new Rows(names, types, rows));
        }
        return answers;
    }

    /** A row with one empty cell is an empty line, too. */
    private static boolean isEnd(List<String> lines, int line) {
        return lines.get(line).isEmpty()
                && (line + 1 == lines.size() || lines.get(line + 1).startsWith(HEAD));
    }

    private static List<Value> row(String line, List<String> types) {
        String[] cells = line.split("\t", -1);
        List<Value> row = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            row.add(value(cells[i], types.get(i)));
        }
        return row;
    }

    private static Value value(String cell, String type) {
        if (cell.equals(NULL)) {
            return Value.Null.NULL;
        }
        if (type.equals("double") || type.equals("float")) {
            return new Value.Floating(Double.parseDouble(cell));
        }
        return new Value.Exact(unescaped(cell));
    }

    private static String unescaped(String cell) {
        StringBuilder text = new StringBuilder(cell.length());
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == '\\') {
                char escaped = cell.charAt(++i);
                text.append(escaped == 't' ? '\t' : escaped == 'n' ? '\n' : escaped);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
