package dev.leat.sql.evaluate;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.InternalRow$;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.GeographyVal;
import org.apache.spark.unsafe.types.GeometryVal;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.unsafe.types.VariantVal;
import org.jspecify.annotations.Nullable;

/** The elements of an array: some rows of a column. */
@SuppressWarnings("serial") // Spark's arrays are serializable, but a view of a batch never leaves its call.
final class InputArray extends ArrayData {
    private final InputVector elements;
    private final int start;
    private final int length;

    InputArray(InputVector elements, int start, int length) {
        this.elements = elements;
        this.start = start;
        this.length = length;
    }

    @Override
    public int numElements() {
        return length;
    }

    @Override
    public boolean isNullAt(int ordinal) {
        return elements.isNullAt(start + ordinal);
    }

    @Override
    public boolean getBoolean(int ordinal) {
        return elements.getBoolean(start + ordinal);
    }

    @Override
    public byte getByte(int ordinal) {
        return elements.getByte(start + ordinal);
    }

    @Override
    public short getShort(int ordinal) {
        return elements.getShort(start + ordinal);
    }

    @Override
    public int getInt(int ordinal) {
        return elements.getInt(start + ordinal);
    }

    @Override
    public long getLong(int ordinal) {
        return elements.getLong(start + ordinal);
    }

    @Override
    public float getFloat(int ordinal) {
        return elements.getFloat(start + ordinal);
    }

    @Override
    public double getDouble(int ordinal) {
        return elements.getDouble(start + ordinal);
    }

    @Override
    public @Nullable Decimal getDecimal(int ordinal, int precision, int scale) {
        return elements.getDecimal(start + ordinal, precision, scale);
    }

    @Override
    public @Nullable UTF8String getUTF8String(int ordinal) {
        return elements.getUTF8String(start + ordinal);
    }

    @Override
    public byte @Nullable [] getBinary(int ordinal) {
        return elements.getBinary(start + ordinal);
    }

    @Override
    public @Nullable CalendarInterval getInterval(int ordinal) {
        return elements.getInterval(start + ordinal);
    }

    @Override
    public @Nullable ArrayData getArray(int ordinal) {
        return elements.getArray(start + ordinal);
    }

    @Override
    public @Nullable MapData getMap(int ordinal) {
        return elements.getMap(start + ordinal);
    }

    @Override
    public @Nullable InternalRow getStruct(int ordinal, int fieldCount) {
        return elements.getStruct(start + ordinal, fieldCount);
    }

    @Override
    public VariantVal getVariant(int ordinal) {
        return elements.getVariant(start + ordinal);
    }

    @Override
    public GeographyVal getGeography(int ordinal) {
        return elements.getGeography(start + ordinal);
    }

    @Override
    public GeometryVal getGeometry(int ordinal) {
        return elements.getGeometry(start + ordinal);
    }

    @Override
    public @Nullable Object get(int ordinal, DataType type) {
        return elements.get(start + ordinal, type);
    }

    @Override
    public @Nullable Object[] array() {
        @Nullable Object[] values = new Object[length];
        for (int i = 0; i < length; i++) {
            values[i] = get(i, elements.type());
        }
        return values;
    }

    /** An array of its own. */
    @Override
    public ArrayData copy() {
        @Nullable Object[] values = new Object[length];
        for (int i = 0; i < length; i++) {
            values[i] = InternalRow$.MODULE$.copyValue(get(i, elements.type()));
        }
        return new GenericArrayData(values);
    }

    @Override
    public void setNullAt(int ordinal) {
        throw new UnsupportedOperationException("input is not changed");
    }

    @Override
    public void update(int ordinal, @Nullable Object value) {
        throw new UnsupportedOperationException("input is not changed");
    }
}
