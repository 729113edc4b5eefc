package dev.leat.run;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows as aligned columns for reading; numbers to the right. */
public final class TextTable {
    /** Longer cells are cut, so that one value does not push the rest off the screen. */
    private static final int CELL_CHARACTERS_MAX = 80;

    /** Whether a column is aligned for reading words or comparing numbers. */
    public enum Alignment {
        /** To the left. */
        LEFT,
        /** To the right. */
        RIGHT,
        /** To the left, however long it is; for the last column. */
        WHOLE
    }

    private final List<String> head;
    private final List<Alignment> alignments;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table without rows. */
    public TextTable(List<String> head, List<Alignment> alignments) {
        this.head = List.copyOf(head);
        this.alignments = List.copyOf(alignments);
    }

    /** Adds a row. */
    public void add(List<String> row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            cells.add(cut(row.get(i), alignments.get(i)));
        }
        rows.add(cells);
    }

    private static String cut(String cell, Alignment alignment) {
        String line = cell.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
        return alignment == Alignment.WHOLE || line.length() <= CELL_CHARACTERS_MAX
                ? line
                : line.substring(0, CELL_CHARACTERS_MAX - 1) + "…";
    }

    /** Writes it. */
    public void print(PrintWriter out) {
        int[] widths = new int[head.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = head.get(i).length();
            if (alignments.get(i) != Alignment.WHOLE) {
                for (List<String> row : rows) {
                    widths[i] = Math.max(widths[i], row.get(i).length());
                }
            }
        }
        print(out, head, widths);
        StringBuilder rule = new StringBuilder();
        for (int width : widths) {
            rule.append(rule.isEmpty() ? "" : "  ").append("-".repeat(width));
        }
        out.println(rule);
        rows.forEach(row -> print(out, row, widths));
    }

    private void print(PrintWriter out, List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(Math.max(0, widths[i] - row.get(i).length()));
            line.append(i > 0 ? "  " : "")
                    .append(alignments.get(i) == Alignment.RIGHT ? padding + row.get(i) : row.get(i) + padding);
        }
        out.println(line.toString().stripTrailing());
    }
}
