package dev.leat.conformance.tpc;

import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.conformance.oracle.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares an answer with a published one: a line of column names and lines of cells between bars. The generator of the
 * published data draws other random texts than ours, so columns of addresses and comments are left out, and query 13,
 * which searches in comments, cannot be compared.
 */
final class PublishedAnswers {
    private PublishedAnswers() {}

    /** The query whose answer depends on random texts. */
    static boolean isComparable(String query) {
        return !query.equals("q13");
    }

    static Optional<String> difference(Rows actual, List<String> file) {
        List<String> names = List.of(file.get(0).split("\\|", -1));
        List<String> lines = file.subList(1, file.size());
        if (lines.size() != actual.rows().size()) {
            return Optional.of(actual.rows().size() + " rows instead of " + lines.size());
        }
        List<List<String>> missing = new ArrayList<>();
        for (String line : lines) {
            missing.add(List.of(line.split("\\|", -1)));
        }
        for (List<Value> row : actual.rows()) {
            if (!missing.removeIf(cells -> matches(names, cells, row, actual.types()))) {
                return Optional.of("no such row: " + row);
            }
        }
        return Optional.empty();
    }

    private static boolean matches(List<String> names, List<String> cells, List<Value> row, List<String> types) {
        for (int i = 0; i < cells.size(); i++) {
            boolean isRandomText =
                    names.get(i).endsWith("_address") || names.get(i).endsWith("_comment");
            if (!isRandomText && !matches(cells.get(i), row.get(i), types.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(String cell, Value value, String type) {
        if (value == Value.Null.NULL) {
            return cell.isEmpty() || cell.equals("NULL");
        }
        if (value instanceof Value.Floating number) {
            return new Value.Floating(Double.parseDouble(cell)).isClose(number, RowsDifference.TOLERANCE);
        }
        if (type.startsWith("decimal")) {
            // A published average has more digits than Spark's type for it.
            BigDecimal number = new BigDecimal(value.toString());
            return new BigDecimal(cell)
                            .setScale(number.scale(), RoundingMode.HALF_UP)
                            .compareTo(number)
                    == 0;
        }
        if (type.equals("date")) {
            return LocalDate.ofEpochDay(Long.parseLong(value.toString()))
                    .toString()
                    .equals(cell);
        }
        return cell.strip().equals(value.toString().strip());
    }
}
