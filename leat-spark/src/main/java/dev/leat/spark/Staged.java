package dev.leat.spark;

import dev.leat.type.Identifiers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

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

    /** The same without the columns after the first. */
    Staged first(int width) {
        StructType schema = new StructType(Arrays.copyOf(rows.schema().fields(), width));
        return few.map(all -> {
                    List<Row> kept = FewRows.first(all, width);
                    return new Staged(rows.sparkSession().createDataFrame(kept, schema), count, Optional.of(kept));
                })
                .orElseGet(() -> new Staged(
                        rows.select(Arrays.stream(schema.fieldNames())
                                .map(name -> functions.col(Identifiers.quote(name)))
                                .toArray(Column[]::new)),
                        count));
    }

    /** The same rows in other columns. */
    Staged in(Dataset<Row> other) {
        return new Staged(other, count, few);
    }
}
