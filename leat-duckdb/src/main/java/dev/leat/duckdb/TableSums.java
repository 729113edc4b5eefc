package dev.leat.duckdb;

import dev.leat.duckdb.bridge.ResultBatches;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.store.Database;
import dev.leat.move.RowHash;
import dev.leat.move.RowSum;
import dev.leat.spi.InputColumn;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The sums of the rows of tables. */
final class TableSums {
    /** DuckDB keeps the result of a query whole, so that a table is read in parts. */
    private static final long ROWS_AT_ONCE = 500_000;

    private final Database database;

    TableSums(Database database) {
        this.database = database;
    }

    /**
     * That of a table.
     *
     * @param table as SQL
     * @param columns with the names that they have in it
     */
    RowSum of(String table, List<Field> columns) throws SQLException {
        String list = columns.stream()
                .map(column -> LiteralSql.identifier(column.name()))
                .collect(Collectors.joining(", "));
        long end = database.number("SELECT coalesce(max(rowid), -1) FROM " + table);
        RowSum sum = RowSum.NONE;
        for (long start = 0; start <= end; start += ROWS_AT_ONCE) {
            sum = sum.plus(read(
                    "SELECT " + list + " FROM " + table + " WHERE rowid >= " + start + " AND rowid < "
                            + (start + ROWS_AT_ONCE),
                    columns));
        }
        return sum;
    }

    private RowSum read(String sql, List<Field> columns) throws SQLException {
        List<DataType> types = columns.stream().map(Field::type).toList();
        RowSum sum = RowSum.NONE;
        try (ResultBatches batches = ResultBatches.run(database.connection(), sql, types)) {
            for (int rows = batches.next(); rows > 0; rows = batches.next()) {
                List<InputColumn> all = new ArrayList<>();
                for (int i = 0; i < types.size(); i++) {
                    all.add(batches.column(i));
                }
                sum = sum.plus(new RowSum(rows, hashes(all, types, rows)));
            }
        }
        return sum;
    }

    private static long hashes(List<InputColumn> columns, List<DataType> types, int rows) {
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            RowHash hash = new RowHash();
            for (int i = 0; i < types.size(); i++) {
                add(hash, columns.get(i), types.get(i), row);
            }
            sum += hash.value();
        }
        return sum;
    }

    private static void add(RowHash hash, InputColumn column, DataType type, int row) {
        if (type == Simple.VOID || column.isNullAt(row)) {
            hash.addNull();
        } else if (type instanceof Simple simple) {
            addSimple(hash, column, simple, row);
        } else if (type instanceof DecimalType) {
            hash.add(column.decimalAt(row));
        } else if (type instanceof IntervalType interval) {
            hash.add(interval.countsMonths() ? column.intAt(row) : column.longAt(row));
        } else if (type instanceof StructType struct) {
            hash.add((long) struct.fields().size());
            for (int i = 0; i < struct.fields().size(); i++) {
                add(hash, column.child(i), struct.fields().get(i).type(), row);
            }
        } else if (type instanceof ArrayType array) {
            hash.add((long) column.lengthAt(row));
            for (int i = 0; i < column.lengthAt(row); i++) {
                add(hash, column.child(0), array.element(), column.offsetAt(row) + i);
            }
        } else if (type instanceof MapType map) {
            hash.add((long) column.lengthAt(row));
            hash.add(entries(column, map, row));
        } else {
            hash.add(column.bytesAt(row));
        }
    }

    private static long entries(InputColumn column, MapType map, int row) {
        long sum = 0;
        for (int i = 0; i < column.lengthAt(row); i++) {
            RowHash entry = new RowHash();
            add(entry, column.child(0), map.key(), column.offsetAt(row) + i);
            add(entry, column.child(1), map.value(), column.offsetAt(row) + i);
            sum += entry.value();
        }
        return sum;
    }

    private static void addSimple(RowHash hash, InputColumn column, Simple type, int row) {
        switch (type) {
            case VOID -> hash.addNull();
            case BOOLEAN -> hash.add(column.booleanAt(row) ? 1L : 0L);
            case TINYINT -> hash.add((long) column.byteAt(row));
            case SMALLINT -> hash.add((long) column.shortAt(row));
            case INT, DATE -> hash.add((long) column.intAt(row));
            case BIGINT, TIMESTAMP, TIMESTAMP_NTZ -> hash.add(column.longAt(row));
            case FLOAT -> hash.add(column.floatAt(row));
            case DOUBLE -> hash.add(column.doubleAt(row));
            case STRING, BINARY -> hash.add(column.bytesAt(row));
            case INTERVAL -> {
                hash.add((long) column.intervalMonthsAt(row));
                hash.add((long) column.intervalDaysAt(row));
                hash.add(column.intervalMicrosAt(row));
            }
        }
    }
}
