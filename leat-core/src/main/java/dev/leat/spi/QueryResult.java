package dev.leat.spi;

import dev.leat.type.Field;
import java.util.List;

/** Rows of a query, in batches; used by one thread. */
public interface QueryResult extends AutoCloseable {
    /** The columns; names may repeat. */
    List<Field> schema();

    /**
     * Moves to the next batch.
     *
     * @return the count of its rows; 0 at the end
     * @throws dev.leat.error.LeatException when the query fails on its data
     */
    int next();

    /** A column of the current batch. */
    InputColumn column(int index);

    @Override
    void close();
}
