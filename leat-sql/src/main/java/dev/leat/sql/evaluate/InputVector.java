package dev.leat.sql.evaluate;

import dev.leat.spi.InputColumn;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.SpecializedGettersReader;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.GeographyVal;
import org.apache.spark.unsafe.types.GeometryVal;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.unsafe.types.VariantVal;
import org.jspecify.annotations.Nullable;

/**
 * An input column whose values are read in Spark's internal form, the number of the row being the ordinal. Arrays, maps
 * and structs are views. (Spark's own column vectors do not serve: their arrays do not check for NULL where Spark's
 * interpreted code expects it.)
 */
final class InputVector implements SpecializedGetters {
    private final DataType type;
    private final InputColumn column;
    private InputVector[] children = {};

    InputVector(DataType type, InputColumn column) {
        this.type = type;
        this.column = column;
    }

    DataType type() {
        return type;
    }

    @Override
    public boolean isNullAt(int row) {
        return type instanceof NullType || column.isNullAt(row);
    }

    @Override
    public boolean getBoolean(int row) {
        return column.booleanAt(row);
    }

    @Override
    public byte getByte(int row) {
        return column.byteAt(row);
    }

    @Override
    public short getShort(int row) {
        return column.shortAt(row);
    }

    @Override
    public int getInt(int row) {
        return column.intAt(row);
    }

    @Override
    public long getLong(int row) {
        return column.longAt(row);
    }

    @Override
    public float getFloat(int row) {
        return column.floatAt(row);
    }

    @Override
    public double getDouble(int row) {
        return column.doubleAt(row);
    }

    @Override
    public @Nullable Decimal getDecimal(int row, int precision, int scale) {
        return isNullAt(row) ? null : Decimal.apply(column.decimalAt(row), precision, scale);
    }

    @Override
    public @Nullable UTF8String getUTF8String(int row) {
        return isNullAt(row) ? null : UTF8String.fromBytes(column.bytesAt(row));
    }

    @Override
    public byte @Nullable [] getBinary(int row) {
        return isNullAt(row) ? null : column.bytesAt(row);
    }

    @Override
    public @Nullable CalendarInterval getInterval(int row) {
        return isNullAt(row)
                ? null
                : new CalendarInterval(
                        column.intervalMonthsAt(row), column.intervalDaysAt(row), column.intervalMicrosAt(row));
    }

    @Override
    public @Nullable ArrayData getArray(int row) {
        return isNullAt(row) ? null : elements(0, row);
    }

    private InputArray elements(int child, int row) {
        return new InputArray(children()[child], column.offsetAt(row), column.lengthAt(row));
    }

    @Override
    public @Nullable MapData getMap(int row) {
        return isNullAt(row) ? null : new ArrayBasedMapData(elements(0, row), elements(1, row));
    }

    @Override
    public @Nullable InternalRow getStruct(int row, int fieldCount) {
        return isNullAt(row) ? null : new InputRow(children(), row);
    }

    /** No type of ours. */
    @Override
    public VariantVal getVariant(int row) {
        throw new UnsupportedOperationException("VARIANT");
    }

    /** No type of ours. */
    @Override
    public GeographyVal getGeography(int row) {
        throw new UnsupportedOperationException("GEOGRAPHY");
    }

    /** No type of ours. */
    @Override
    public GeometryVal getGeometry(int row) {
        throw new UnsupportedOperationException("GEOMETRY");
    }

    @Override
    public @Nullable Object get(int row, DataType asType) {
        return SpecializedGettersReader.read(this, row, asType, true, true);
    }

    InputVector[] children() {
        if (children.length == 0) {
            DataType[] types = childTypes();
            InputVector[] made = new InputVector[types.length];
            for (int i = 0; i < made.length; i++) {
                made[i] = new InputVector(types[i], column.child(i));
            }
            children = made;
        }
        return children;
    }

    private DataType[] childTypes() {
        if (type instanceof ArrayType array) {
            return new DataType[] {array.elementType()};
        }
        if (type instanceof MapType map) {
            return new DataType[] {map.keyType(), map.valueType()};
        }
        if (type instanceof StructType struct) {
            return Arrays.stream(struct.fields()).map(field -> field.dataType()).toArray(DataType[]::new);
        }
        throw new IllegalStateException("Broken invariant: " + type.sql() + " has no children");
    }
}
