package dev.leat.run;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Sink;
import dev.leat.spi.CommitStamp;
import dev.leat.spi.QueryResult;
import dev.leat.spi.SinkWriter;
import dev.leat.type.Field;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Prints the rows of each commit as a table, as Spark's sink of this name does: the first 20 rows, cells cut at 20 characters. */
public final class ConsoleSinkWriter implements SinkWriter {
    /** What every such sink guarantees. */
    public static final Guarantee GUARANTEE = Guarantee.AT_LEAST_ONCE;

    private static final int ROWS_MAX = 20;
    private static final int CELL_CHARACTERS_MAX = 20;

    private final String name;
    private final List<String> columns;
    private final int rowsMax;
    private final int cellMax;
    private final PrintWriter out;

    /** Prints the rows of a sink. */
    public ConsoleSinkWriter(Sink sink, List<Field> columns, OutputStream out) {
        this.name = sink.name().simpleName();
        this.columns = columns.stream().map(Field::name).toList();
        Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(sink.options());
        this.rowsMax = rows(sink, options.getOrDefault("numRows", Integer.toString(ROWS_MAX)));
        this.cellMax = Boolean.parseBoolean(options.getOrDefault("truncate", "true"))
                ? CELL_CHARACTERS_MAX
                : Integer.MAX_VALUE;
        this.out = new PrintWriter(out, false, StandardCharsets.UTF_8);
    }

    private static int rows(Sink sink, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new LeatException(
                    ErrorCode.OPTION,
                    "The option numRows of the sink " + sink.name() + " is " + text + "; expected a whole number",
                    e);
        }
    }

    @Override
    public Guarantee guarantee() {
        return GUARANTEE;
    }

    @Override
    public void write(CommitStamp commit, QueryResult rows) {
        TextTable table = new TextTable(
                columns,
                columns.stream().map(column -> TextTable.Alignment.LEFT).toList());
        long count = 0;
        for (int batch = rows.next(); batch > 0; batch = rows.next()) {
            for (int row = 0; row < batch; row++) {
                if (count++ < rowsMax) {
                    table.add(cells(rows, row));
                }
            }
        }
        out.println(name + ", commit " + commit.number());
        table.print(out);
        if (count > rowsMax) {
            out.println("only showing " + rowsMax + " of " + count + " rows");
        }
        out.println();
        if (out.checkError()) {
            throw new LeatException(ErrorCode.IO, "Cannot write to standard output");
        }
    }

    private List<String> cells(QueryResult rows, int row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Optional<String> text = rows.column(i).isNullAt(row)
                    ? Optional.empty()
                    : Optional.of(new String(rows.column(i).bytesAt(row), StandardCharsets.UTF_8));
            String cell = text.orElse("NULL");
            cells.add(cell.length() <= cellMax ? cell : cell.substring(0, cellMax - 3) + "...");
        }
        return cells;
    }

    @Override
    public void close() {
        out.flush();
    }
}
