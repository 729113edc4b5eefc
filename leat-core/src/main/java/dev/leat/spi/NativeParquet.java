package dev.leat.spi;

import dev.leat.plan.Expression.Literal;
import dev.leat.type.DataType;
import java.util.List;

/**
 * Parquet files whose footers show that an engine's own reader gives Spark's values for the columns asked for.
 *
 * @param parts the files, together those of the scan
 * @param rows in all files
 */
public record NativeParquet(List<Part> parts, long rows) {
    public NativeParquet {
        parts = List.copyOf(parts);
    }

    /**
     * Files of one layout.
     *
     * @param paths absolute
     * @param columns in the order they were asked for
     */
    public record Part(List<String> paths, List<Column> columns) {
        public Part {
            paths = List.copyOf(paths);
            columns = List.copyOf(columns);
        }
    }

    /** Where the values of a column come from. */
    public sealed interface Column {
        /**
         * A column of the files.
         *
         * @param name as the files write it
         * @param type what its values are to be cast to, which never fails; an instant is stored as one
         */
        record InFile(String name, DataType type) implements Column {}

        /** A value of the folder's name, or NULL for a column that the files lack. */
        record Constant(Literal value) implements Column {}
    }
}
