package dev.leat.duckdb.bridge;

import dev.leat.type.DataType;

/** How many bytes DuckDB's vectors have for each value. */
final class StorageWidth implements DataType.Visitor<Integer> {
    /** Decimals of up to so many digits are stored in 2, 4 and 8 bytes, others in 16. */
    static final int SHORT_DIGITS = 4;

    static final int INT_DIGITS = 9;
    static final int LONG_DIGITS = 18;

    private static final StorageWidth VISITOR = new StorageWidth();

    private StorageWidth() {}

    /** Bytes; 0 for structs, which have no memory of their own. */
    static int of(DataType type) {
        return type.accept(VISITOR);
    }

    @Override
    public Integer visit(DataType.Simple type) {
        return switch (type) {
            case BOOLEAN, TINYINT -> 1;
            case SMALLINT -> 2;
            case VOID, INT, FLOAT, DATE -> 4;
            case BIGINT, DOUBLE, TIMESTAMP, TIMESTAMP_NTZ -> 8;
            case STRING, BINARY, INTERVAL -> 16;
        };
    }

    @Override
    public Integer visit(DataType.DecimalType type) {
        if (type.precision() <= SHORT_DIGITS) {
            return 2;
        }
        if (type.precision() <= INT_DIGITS) {
            return 4;
        }
        return type.precision() <= LONG_DIGITS ? 8 : 16;
    }

    @Override
    public Integer visit(DataType.CharType type) {
        return 16;
    }

    @Override
    public Integer visit(DataType.VarcharType type) {
        return 16;
    }

    @Override
    public Integer visit(DataType.IntervalType type) {
        return type.countsMonths() ? 4 : 8;
    }

    @Override
    public Integer visit(DataType.ArrayType type) {
        return 16;
    }

    @Override
    public Integer visit(DataType.MapType type) {
        return 16;
    }

    @Override
    public Integer visit(DataType.StructType type) {
        return 0;
    }
}
