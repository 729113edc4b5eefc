package dev.leat.duckdb.bridge;

import dev.leat.spi.InputColumn;
import dev.leat.type.DataType;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.NativeChunks;
import org.duckdb.NativeVectors;

/** The rows of a query as columns, a chunk of DuckDB's at a time. */
public final class ResultBatches implements AutoCloseable {
    private final DuckDBPreparedStatement statement;
    private final DuckDBChunkedResult result;
    private final List<DataType> types;
    private Optional<ByteBuffer> chunk = Optional.empty();
    private List<VectorColumn> columns = List.of();

    private ResultBatches(DuckDBPreparedStatement statement, DuckDBChunkedResult result, List<DataType> types) {
        this.statement = statement;
        this.result = result;
        this.types = List.copyOf(types);
    }

    /** Runs a query to its end; the result is kept by DuckDB. */
    public static ResultBatches run(Connection connection, String sql, List<DataType> types) throws SQLException {
        DuckDBPreparedStatement statement =
                connection.unwrap(DuckDBConnection.class).prepare(sql);
        try {
            return new ResultBatches(statement, statement.query(), types);
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /** Moves to the next batch; the count of its rows, 0 at the end. */
    public int next() {
        release();
        for (chunk = NativeChunks.fetch(result); chunk.isPresent(); chunk = NativeChunks.fetch(result)) {
            int rows = NativeVectors.rowCount(chunk.get());
            if (rows > 0) {
                List<VectorColumn> batch = new ArrayList<>(types.size());
                for (int i = 0; i < types.size(); i++) {
                    batch.add(new VectorColumn(types.get(i), NativeVectors.column(chunk.get(), i), rows));
                }
                columns = batch;
                return rows;
            }
            release();
        }
        return 0;
    }

    private void release() {
        columns = List.of();
        chunk.ifPresent(NativeChunks::release);
        chunk = Optional.empty();
    }

    /** A column of the current batch. */
    public InputColumn column(int index) {
        return columns.get(index);
    }

    @Override
    public void close() {
        release();
        try {
            result.close();
            statement.close();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB does not close a result", e);
        }
    }
}
