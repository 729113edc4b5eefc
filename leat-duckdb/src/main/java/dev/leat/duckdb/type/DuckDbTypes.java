package dev.leat.duckdb.type;

import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.util.StringJoiner;

/**
 * How values of Spark's types are stored in DuckDB.
 *
 * <table>
 * <caption>Storage types that are not obvious</caption>
 * <tr><td>TIMESTAMP, TIMESTAMP_NTZ</td><td>TIMESTAMP: microseconds, in UTC and local</td></tr>
 * <tr><td>INTERVAL of months, of seconds</td><td>INTEGER months, BIGINT microseconds</td></tr>
 * <tr><td>INTERVAL (calendar)</td><td>INTERVAL, which has the same three parts</td></tr>
 * <tr><td>STRUCT</td><td>STRUCT with members f0, f1, …: Spark's names may repeat and differ in case only, and
 * DuckDB casts structs by name where Spark does by position; without fields, one INTEGER that is always NULL</td></tr>
 * <tr><td>VOID</td><td>INTEGER, always NULL</td></tr>
 * </table>
 */
public final class DuckDbTypes {
    private static final DataType.Visitor<String> SQL = new SqlVisitor();

    private DuckDbTypes() {}

    /** The DuckDB type that stores values of a type, as SQL. */
    public static String sql(DataType type) {
        return type.accept(SQL);
    }

    /** The DuckDB name of the struct member at an index. */
    public static String member(int index) {
        return "f" + index;
    }

    private static final class SqlVisitor implements DataType.Visitor<String> {
        @Override
        public String visit(DataType.Simple type) {
            return switch (type) {
                case VOID, INT -> "INTEGER";
                case BOOLEAN -> "BOOLEAN";
                case TINYINT -> "TINYINT";
                case SMALLINT -> "SMALLINT";
                case BIGINT -> "BIGINT";
                case FLOAT -> "FLOAT";
                case DOUBLE -> "DOUBLE";
                case STRING -> "VARCHAR";
                case BINARY -> "BLOB";
                case DATE -> "DATE";
                case TIMESTAMP, TIMESTAMP_NTZ -> "TIMESTAMP";
                case INTERVAL -> "INTERVAL";
            };
        }

        @Override
        public String visit(DataType.DecimalType type) {
            return "DECIMAL(" + type.precision() + "," + type.scale() + ")";
        }

        @Override
        public String visit(DataType.CharType type) {
            return "VARCHAR";
        }

        @Override
        public String visit(DataType.VarcharType type) {
            return "VARCHAR";
        }

        @Override
        public String visit(DataType.IntervalType type) {
            return type.countsMonths() ? "INTEGER" : "BIGINT";
        }

        @Override
        public String visit(DataType.ArrayType type) {
            return sql(type.element()) + "[]";
        }

        @Override
        public String visit(DataType.MapType type) {
            return "MAP(" + sql(type.key()) + ", " + sql(type.value()) + ")";
        }

        @Override
        public String visit(DataType.StructType type) {
            if (type.fields().isEmpty()) {
                return "STRUCT(" + member(0) + " INTEGER)";
            }
            StringJoiner members = new StringJoiner(", ", "STRUCT(", ")");
            int index = 0;
            for (Field field : type.fields()) {
                members.add(member(index++) + " " + sql(field.type()));
            }
            return members.toString();
        }
    }
}
