package dev.leat.type;

import dev.leat.error.Checks;
import java.util.List;

/**
 * A Spark SQL data type. {@link #sql()} is the text that Spark's parser reads back to the same type, but for the
 * nullability of array elements and map values.
 */
public sealed interface DataType {
    /** Types without parameters. */
    enum Simple implements DataType {
        VOID("VOID"),
        BOOLEAN("BOOLEAN"),
        TINYINT("TINYINT"),
        SMALLINT("SMALLINT"),
        INT("INT"),
        BIGINT("BIGINT"),
        FLOAT("FLOAT"),
        DOUBLE("DOUBLE"),
        STRING("STRING"),
        BINARY("BINARY"),
        DATE("DATE"),
        /** An instant; the session's zone shows it. */
        TIMESTAMP("TIMESTAMP"),
        TIMESTAMP_NTZ("TIMESTAMP_NTZ"),
        /** Months, days and microseconds, without an order: Spark's legacy interval. */
        INTERVAL("INTERVAL");

        private final String sql;

        Simple(String sql) {
            this.sql = sql;
        }

        @Override
        public String sql() {
            return sql;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** DECIMAL(precision, scale), 1 ≤ precision ≤ 38, 0 ≤ scale ≤ precision. */
    record DecimalType(int precision, int scale) implements DataType {
        public DecimalType {
            Checks.verify(precision >= 1 && precision <= 38, "decimal precision is between 1 and 38");
            Checks.verify(scale >= 0 && scale <= precision, "decimal scale is between 0 and the precision");
        }

        @Override
        public String sql() {
            return "DECIMAL(" + precision + "," + scale + ")";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** CHAR(length): padded with blanks. Only a declared column has it; expressions see STRING. */
    record CharType(int length) implements DataType {
        @Override
        public String sql() {
            return "CHAR(" + length + ")";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** VARCHAR(length). Only a declared column has it; expressions see STRING. */
    record VarcharType(int length) implements DataType {
        @Override
        public String sql() {
            return "VARCHAR(" + length + ")";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** A unit of an interval type, in the order of Spark's field numbers. */
    enum IntervalUnit {
        YEAR,
        MONTH,
        DAY,
        HOUR,
        MINUTE,
        SECOND
    }

    /** INTERVAL first TO last, either YEAR and MONTH (counted in months) or DAY to SECOND (in microseconds). */
    record IntervalType(IntervalUnit first, IntervalUnit last) implements DataType {
        public IntervalType {
            Checks.verify(first.compareTo(last) <= 0, "an interval goes from a larger to a smaller unit");
            Checks.verify(
                    (first.compareTo(IntervalUnit.DAY) < 0) == (last.compareTo(IntervalUnit.DAY) < 0),
                    "an interval does not mix months and seconds");
        }

        /** Whether values count months; otherwise they count microseconds. */
        public boolean countsMonths() {
            return first.compareTo(IntervalUnit.DAY) < 0;
        }

        @Override
        public String sql() {
            return first == last ? "INTERVAL " + first : "INTERVAL " + first + " TO " + last;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** ARRAY. */
    record ArrayType(DataType element, boolean containsNull) implements DataType {
        @Override
        public String sql() {
            return "ARRAY<" + element.sql() + ">";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** MAP; keys are never NULL. */
    record MapType(DataType key, DataType value, boolean valueContainsNull) implements DataType {
        @Override
        public String sql() {
            return "MAP<" + key.sql() + ", " + value.sql() + ">";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** STRUCT; names may repeat, as in Spark. */
    record StructType(List<Field> fields) implements DataType {
        public StructType {
            fields = List.copyOf(fields);
        }

        @Override
        public String sql() {
            StringBuilder text = new StringBuilder("STRUCT<");
            for (Field field : fields) {
                text.append(text.length() > 7 ? ", " : "")
                        .append(Identifiers.quoteIfNeeded(field.name()))
                        .append(": ")
                        .append(field.type().sql())
                        .append(field.nullable() ? "" : " NOT NULL");
            }
            return text.append('>').toString();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The text that Spark's parser reads back to this type. Nullability of elements is not part of it. */
    String sql();

    /** Calls the visitor's method for this kind of type. */
    <R> R accept(Visitor<R> visitor);

    /** One method per kind of type, so that a new kind breaks the compile where it matters. */
    interface Visitor<R> {
        R visit(Simple type);

        R visit(DecimalType type);

        R visit(CharType type);

        R visit(VarcharType type);

        R visit(IntervalType type);

        R visit(ArrayType type);

        R visit(MapType type);

        R visit(StructType type);
    }

    /** Whether values consist of other values: arrays, maps and structs. */
    default boolean isNested() {
        return this instanceof ArrayType || this instanceof MapType || this instanceof StructType;
    }

    /** Whether values can be compared and sorted: maps and the mixed INTERVAL can't, nor what holds them. */
    default boolean isOrdered() {
        if (this instanceof ArrayType array) {
            return array.element().isOrdered();
        }
        if (this instanceof StructType struct) {
            return struct.fields().stream().allMatch(field -> field.type().isOrdered());
        }
        return this != Simple.INTERVAL && !(this instanceof MapType);
    }

    /** Whether the type is FLOAT or DOUBLE. */
    default boolean isFloating() {
        return this == Simple.FLOAT || this == Simple.DOUBLE;
    }

    /** Whether the type is TINYINT, SMALLINT, INT or BIGINT. */
    default boolean isIntegral() {
        return this == Simple.TINYINT || this == Simple.SMALLINT || this == Simple.INT || this == Simple.BIGINT;
    }

    /** Whether expressions of this type hold character strings. */
    default boolean isText() {
        return this == Simple.STRING || this instanceof CharType || this instanceof VarcharType;
    }
}
