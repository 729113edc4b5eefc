package dev.leat.cli;

import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.run.TextTable;
import dev.leat.spi.QueryResult;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** Writes a result whose columns are all text. */
enum ResultWriter {
    /** Aligned columns, for reading. */
    TABLE {
        @Override
        void write(List<String> names, Rows result, PrintWriter out) {
            TextTable table = new TextTable(
                    names, names.stream().map(name -> TextTable.Alignment.LEFT).toList());
            long rows = result.forEach(row ->
                    table.add(row.stream().map(value -> value.orElse("NULL")).toList()));
            table.print(out);
            out.println("(" + rows + (rows == 1 ? " row)" : " rows)"));
        }
    },
    /** RFC 4180 with a header; NULL is an empty field, an empty string is quoted. */
    CSV {
        @Override
        void write(List<String> names, Rows result, PrintWriter out) {
            // Not before the first row: what cannot be computed has no header either.
            Runnable header = once(() -> line(names.stream().map(Optional::of).toList(), out));
            result.forEach(row -> {
                header.run();
                line(row, out);
            });
            header.run();
        }

        private Runnable once(Runnable action) {
            boolean[] isDone = {false};
            return () -> {
                if (!isDone[0]) {
                    isDone[0] = true;
                    action.run();
                }
            };
        }

        private void line(List<Optional<String>> fields, PrintWriter out) {
            StringJoiner line = new StringJoiner(",", "", "\r\n");
            fields.forEach(field -> line.add(field.map(this::quoted).orElse("")));
            out.print(line);
        }

        private String quoted(String text) {
            boolean plain =
                    !text.isEmpty() && text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
            return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
        }
    },
    /** One object a line; the only column has its text. */
    JSON {
        @Override
        void write(List<String> names, Rows result, PrintWriter out) {
            result.forEach(row -> out.print(row.get(0).orElse("{}") + "\n"));
        }
    };

    /** Takes one row. */
    interface RowTaker {
        void take(List<Optional<String>> row);
    }

    /** Rows of text. */
    interface Rows {
        /** Hands over each; returns their count. */
        long forEach(RowTaker taker);
    }

    /** The names of the columns of a query. */
    static List<String> names(Plan plan) {
        return plan.output().stream().map(Column::name).toList();
    }

    /** Writes all rows. */
    abstract void write(List<String> names, Rows rows, PrintWriter out);

    /** Writes all rows of a result. */
    void write(List<String> names, QueryResult result, PrintWriter out) {
        write(names, taker -> forEachRow(result, out, taker), out);
    }

    /** Ends early when the rows cannot be written any more. */
    private static long forEachRow(QueryResult result, PrintWriter out, RowTaker taker) {
        int width = result.schema().size();
        long count = 0;
        for (int rows = result.next(); rows > 0 && !out.checkError(); rows = result.next()) {
            for (int row = 0; row < rows; row++) {
                List<Optional<String>> values = new ArrayList<>(width);
                for (int i = 0; i < width; i++) {
                    values.add(
                            result.column(i).isNullAt(row)
                                    ? Optional.empty()
                                    : Optional.of(new String(result.column(i).bytesAt(row), StandardCharsets.UTF_8)));
                }
                taker.take(values);
            }
            count += rows;
        }
        return count;
    }
}
