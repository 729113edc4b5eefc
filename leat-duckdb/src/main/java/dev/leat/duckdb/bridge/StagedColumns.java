package dev.leat.duckdb.bridge;

import dev.leat.type.DataType;
import java.util.List;

/** Chooses the staged column for a type. */
final class StagedColumns implements DataType.Visitor<StagedColumn> {
    static final StagedColumns VISITOR = new StagedColumns();

    private StagedColumns() {}

    @Override
    public StagedColumn visit(DataType.Simple type) {
        return switch (type) {
            case STRING -> new StagedStrings();
            case BINARY -> new StagedBlobs();
            case VOID,
                    BOOLEAN,
                    TINYINT,
                    SMALLINT,
                    INT,
                    BIGINT,
                    FLOAT,
                    DOUBLE,
                    DATE,
                    TIMESTAMP,
                    TIMESTAMP_NTZ,
                    INTERVAL -> new StagedNumbers(StorageWidth.of(type), 0);
        };
    }

    @Override
    public StagedColumn visit(DataType.DecimalType type) {
        return new StagedNumbers(StorageWidth.of(type), type.scale());
    }

    @Override
    public StagedColumn visit(DataType.CharType type) {
        return new StagedStrings();
    }

    @Override
    public StagedColumn visit(DataType.VarcharType type) {
        return new StagedStrings();
    }

    @Override
    public StagedColumn visit(DataType.IntervalType type) {
        return new StagedNumbers(StorageWidth.of(type), 0);
    }

    @Override
    public StagedColumn visit(DataType.ArrayType type) {
        return StagedLists.array(StagedColumn.of(type.element()));
    }

    @Override
    public StagedColumn visit(DataType.MapType type) {
        return StagedLists.map(StagedColumn.of(type.key()), StagedColumn.of(type.value()));
    }

    @Override
    public StagedColumn visit(DataType.StructType type) {
        if (type.fields().isEmpty()) {
            // DuckDB has no struct without members; the one it gets instead is always NULL.
            return new StagedStructs(List.of(StagedColumn.of(DataType.Simple.VOID)));
        }
        return new StagedStructs(type.fields().stream()
                .map(field -> StagedColumn.of(field.type()))
                .toList());
    }
}
