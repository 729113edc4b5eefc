package dev.leat.spark.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.ClusterSupport;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.CharType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.DataType.VarcharType;
import dev.leat.type.Field;
import java.util.List;
import java.util.Optional;

/** Our types as Spark's, and what Iceberg tables have of them. */
public final class SparkTypes {
    private SparkTypes() {}

    /** The type in SQL, as expressions see it: texts are STRING, and what a value consists of may be NULL. */
    public static String sql(DataType type) {
        return plain(type).sql();
    }

    private static DataType plain(DataType type) {
        if (type instanceof ArrayType array) {
            return new ArrayType(plain(array.element()), true);
        }
        if (type instanceof MapType map) {
            return new MapType(plain(map.key()), plain(map.value()), true);
        }
        if (type instanceof StructType struct) {
            return new StructType(struct.fields().stream()
                    .map(field -> new Field(field.name(), plain(field.type()), true))
                    .toList());
        }
        return type.isText() ? Simple.STRING : type;
    }

    /** Columns as Spark's. */
    public static org.apache.spark.sql.types.StructType struct(List<Field> columns) {
        org.apache.spark.sql.types.StructType struct = new org.apache.spark.sql.types.StructType();
        for (Field column : columns) {
            struct = struct.add(column.name(), org.apache.spark.sql.types.DataType.fromDDL(sql(column.type())), true);
        }
        return struct;
    }

    /** Whether a table gives values back with their type: Iceberg has no integers of less than four bytes. */
    public static boolean isStoredAsIs(DataType type) {
        return type.accept(new StoredAsIs());
    }

    /** Whether values of two types are stored alike. */
    public static boolean areStoredAlike(DataType one, DataType other) {
        return sql(one).equals(sql(other));
    }

    /**
     * Checks that all columns can be stored.
     *
     * @param what they are columns of, in words
     * @throws LeatException NOT_SUPPORTED with the first that cannot
     */
    public static void requireStorable(List<Field> columns, String what) {
        for (Field column : columns) {
            Optional<DataType> refused = ClusterSupport.withoutTable(column.type());
            if (refused.isPresent()) {
                throw new LeatException(
                        ErrorCode.NOT_SUPPORTED,
                        "The column " + column.name() + " of " + what
                                + " cannot be kept on Spark: its tables are Iceberg's, which have no type "
                                + refused.get().sql()
                                + ". Make it a number or a text, for example with CAST(… AS STRING)");
            }
        }
    }

    /** Whether values can be grouped by, as merging a change needs it on all versions of Spark. */
    public static boolean isGroupable(DataType type) {
        return type.isOrdered() && type != Simple.VOID;
    }

    private static final class StoredAsIs implements DataType.Visitor<Boolean> {
        @Override
        public Boolean visit(Simple type) {
            return type != Simple.TINYINT && type != Simple.SMALLINT;
        }

        @Override
        public Boolean visit(DecimalType type) {
            return true;
        }

        @Override
        public Boolean visit(CharType type) {
            return true;
        }

        @Override
        public Boolean visit(VarcharType type) {
            return true;
        }

        @Override
        public Boolean visit(IntervalType type) {
            return true;
        }

        @Override
        public Boolean visit(ArrayType type) {
            return type.element().accept(this);
        }

        @Override
        public Boolean visit(MapType type) {
            return type.key().accept(this) && type.value().accept(this);
        }

        @Override
        public Boolean visit(StructType type) {
            return type.fields().stream().allMatch(field -> field.type().accept(this));
        }
    }
}
