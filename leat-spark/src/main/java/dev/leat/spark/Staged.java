package dev.leat.spark;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows that a commit has computed and keeps until it ends: few of them in the driver, many in files. They are not computed again, so that
 * all that is made of them is made of the same rows.
 *
 * @param few the rows themselves, where the driver has them
 */
record Staged(Dataset<Row> rows, long count, Optional<List<Row>> few) {
    /** Rows that the driver does not have. */
    Staged(Dataset<Row> rows, long count) {
        this(rows, count, Optional.empty());
    }

    /** The same rows in other columns. */
    Staged in(Dataset<Row> other) {
        return new Staged(other, count, few);
    }
}
