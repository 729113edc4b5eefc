package dev.leat.sql.evaluate;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.InternalRow$;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.GeographyVal;
import org.apache.spark.unsafe.types.GeometryVal;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.unsafe.types.VariantVal;
import org.jspecify.annotations.Nullable;

/** The values of some columns at one row, to be moved over a batch. */
@SuppressWarnings("serial") // Spark's rows are serializable, but a view of a batch never leaves its call.
final class InputRow extends InternalRow {
    private final InputVector[] columns;
    private int row;

    InputRow(InputVector[] columns, int row) {
        this.columns = columns;
        this.row = row;
    }

    /** Moves to a row. */
    InputRow at(int number) {
        row = number;
        return this;
    }

    @Override
    public int numFields() {
        return columns.length;
    }

    @Override
    public boolean isNullAt(int ordinal) {
        return columns[ordinal].isNullAt(row);
    }

    @Override
    public boolean getBoolean(int ordinal) {
        return columns[ordinal].getBoolean(row);
    }

    @Override
    public byte getByte(int ordinal) {
        return columns[ordinal].getByte(row);
    }

    @Override
    public short getShort(int ordinal) {
        return columns[ordinal].getShort(row);
    }

    @Override
    public int getInt(int ordinal) {
        return columns[ordinal].getInt(row);
    }

    @Override
    public long getLong(int ordinal) {
        return columns[ordinal].getLong(row);
    }

    @Override
    public float getFloat(int ordinal) {
        return columns[ordinal].getFloat(row);
    }

    @Override
    public double getDouble(int ordinal) {
        return columns[ordinal].getDouble(row);
    }

    @Override
    public @Nullable Decimal getDecimal(int ordinal, int precision, int scale) {
        return columns[ordinal].getDecimal(row, precision, scale);
    }

    @Override
    public @Nullable UTF8String getUTF8String(int ordinal) {
        return columns[ordinal].getUTF8String(row);
    }

    @Override
    public byte @Nullable [] getBinary(int ordinal) {
        return columns[ordinal].getBinary(row);
    }

    @Override
    public @Nullable CalendarInterval getInterval(int ordinal) {
        return columns[ordinal].getInterval(row);
    }

    @Override
    public @Nullable ArrayData getArray(int ordinal) {
        return columns[ordinal].getArray(row);
    }

    @Override
    public @Nullable MapData getMap(int ordinal) {
        return columns[ordinal].getMap(row);
    }

    @Override
    public @Nullable InternalRow getStruct(int ordinal, int fieldCount) {
        return columns[ordinal].getStruct(row, fieldCount);
    }

    @Override
    public VariantVal getVariant(int ordinal) {
        return columns[ordinal].getVariant(row);
    }

    @Override
    public GeographyVal getGeography(int ordinal) {
        return columns[ordinal].getGeography(row);
    }

    @Override
    public GeometryVal getGeometry(int ordinal) {
        return columns[ordinal].getGeometry(row);
    }

    @Override
    public @Nullable Object get(int ordinal, DataType type) {
        return columns[ordinal].get(row, type);
    }

    /** A row of its own, which does not move. */
    @Override
    public InternalRow copy() {
        @Nullable Object[] values = new Object[columns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = InternalRow$.MODULE$.copyValue(get(i, columns[i].type()));
        }
        return new GenericInternalRow(values);
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
