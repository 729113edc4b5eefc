package dev.leat.conformance.tpc;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A table of a benchmark: its name, its columns in order, and the Parquet file that holds it. */
public record TpcTable(String name, List<TpcColumn> columns, Path file) {
    public TpcTable {
        columns = List.copyOf(columns);
    }

    /** The statement that declares the table over its file, for Spark as for a pipeline. */
    public String createStatement() {
        String declared =
                columns.stream().map(c -> "`" + c.name() + "` " + c.type()).collect(Collectors.joining(", "));
        return "CREATE TABLE " + name + " (" + declared + ") USING parquet OPTIONS (path '" + file.toAbsolutePath()
                + "')";
    }
}
