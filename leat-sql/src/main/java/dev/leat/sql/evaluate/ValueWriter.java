package dev.leat.sql.evaluate;

import dev.leat.spi.OutputColumn;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.StructType;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;

/** Writes values in Spark's internal form to output columns; one for each type. */
abstract class ValueWriter {
    private static final DataType.Visitor<ValueWriter> CHOICE = new Choice();

    /** The writer for values of a type. */
    static ValueWriter of(DataType type) {
        return type.accept(CHOICE);
    }

    /** Writes a member of a row or array. */
    final void write(SpecializedGetters source, int ordinal, OutputColumn target, int row) {
        if (source.isNullAt(ordinal)) {
            target.setNull(row);
        } else {
            writeValue(source, ordinal, target, row);
        }
    }

    /** Writes a value that is not NULL. */
    abstract void writeValue(SpecializedGetters source, int ordinal, OutputColumn target, int row);

    private interface Copy {
        void apply(SpecializedGetters source, int ordinal, OutputColumn target, int row);
    }

    private static final class Scalar extends ValueWriter {
        private final Copy copy;

        Scalar(Copy copy) {
            this.copy = copy;
        }

        @Override
        void writeValue(SpecializedGetters source, int ordinal, OutputColumn target, int row) {
            copy.apply(source, ordinal, target, row);
        }
    }

    private static final class Array extends ValueWriter {
        private final ValueWriter element;

        Array(ValueWriter element) {
            this.element = element;
        }

        @Override
        void writeValue(SpecializedGetters source, int ordinal, OutputColumn target, int row) {
            ArrayData array = source.getArray(ordinal);
            int length = array.numElements();
            writeElements(array, element, target.child(0), target.setLength(row, length));
        }
    }

    static void writeElements(ArrayData array, ValueWriter writer, OutputColumn target, int start) {
        int length = array.numElements();
        for (int i = 0; i < length; i++) {
            writer.write(array, i, target, start + i);
        }
    }

    private static final class Map extends ValueWriter {
        private final ValueWriter key;
        private final ValueWriter value;

        Map(ValueWriter key, ValueWriter value) {
            this.key = key;
            this.value = value;
        }

        @Override
        void writeValue(SpecializedGetters source, int ordinal, OutputColumn target, int row) {
            MapData map = source.getMap(ordinal);
            int start = target.setLength(row, map.numElements());
            writeElements(map.keyArray(), key, target.child(0), start);
            writeElements(map.valueArray(), value, target.child(1), start);
        }
    }

    private static final class Struct extends ValueWriter {
        private final List<ValueWriter> fields;

        Struct(List<ValueWriter> fields) {
            this.fields = fields;
        }

        @Override
        void writeValue(SpecializedGetters source, int ordinal, OutputColumn target, int row) {
            InternalRow struct = source.getStruct(ordinal, fields.size());
            target.setStruct(row);
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).write(struct, i, target.child(i), row);
            }
        }
    }

    private static void writeString(SpecializedGetters source, int ordinal, OutputColumn target, int row) {
        UTF8String string = source.getUTF8String(ordinal);
        if (string.getBaseObject() instanceof byte[] bytes) {
            int offset = (int) (string.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET);
            target.setBytes(row, bytes, offset, string.numBytes());
        } else {
            target.setBytes(row, string.getBytes());
        }
    }

    private static void writeInterval(SpecializedGetters source, int ordinal, OutputColumn target, int row) {
        CalendarInterval interval = source.getInterval(ordinal);
        target.setInterval(row, interval.months, interval.days, interval.microseconds);
    }

    private static final class Choice implements DataType.Visitor<ValueWriter> {
        @Override
        public ValueWriter visit(DataType.Simple type) {
            return new Scalar(
                    switch (type) {
                        case VOID -> (source, ordinal, target, row) -> target.setNull(row);
                        case BOOLEAN ->
                            (source, ordinal, target, row) -> target.setBoolean(row, source.getBoolean(ordinal));
                        case TINYINT -> (source, ordinal, target, row) -> target.setByte(row, source.getByte(ordinal));
                        case SMALLINT ->
                            (source, ordinal, target, row) -> target.setShort(row, source.getShort(ordinal));
                        case INT, DATE -> (source, ordinal, target, row) -> target.setInt(row, source.getInt(ordinal));
                        case BIGINT, TIMESTAMP, TIMESTAMP_NTZ ->
                            (source, ordinal, target, row) -> target.setLong(row, source.getLong(ordinal));
                        case FLOAT -> (source, ordinal, target, row) -> target.setFloat(row, source.getFloat(ordinal));
                        case DOUBLE ->
                            (source, ordinal, target, row) -> target.setDouble(row, source.getDouble(ordinal));
                        case STRING -> ValueWriter::writeString;
                        case BINARY ->
                            (source, ordinal, target, row) -> target.setBytes(row, source.getBinary(ordinal));
                        case INTERVAL -> ValueWriter::writeInterval;
                    });
        }

        @Override
        public ValueWriter visit(DecimalType type) {
            return new Scalar((source, ordinal, target, row) -> target.setDecimal(
                    row,
                    source.getDecimal(ordinal, type.precision(), type.scale())
                            .toJavaBigDecimal()
                            .setScale(type.scale())));
        }

        @Override
        public ValueWriter visit(DataType.CharType type) {
            return new Scalar(ValueWriter::writeString);
        }

        @Override
        public ValueWriter visit(DataType.VarcharType type) {
            return new Scalar(ValueWriter::writeString);
        }

        @Override
        public ValueWriter visit(IntervalType type) {
            return visit(type.countsMonths() ? DataType.Simple.INT : DataType.Simple.BIGINT);
        }

        @Override
        public ValueWriter visit(ArrayType type) {
            return new Array(of(type.element()));
        }

        @Override
        public ValueWriter visit(MapType type) {
            return new Map(of(type.key()), of(type.value()));
        }

        @Override
        public ValueWriter visit(StructType type) {
            List<ValueWriter> fields = new ArrayList<>();
            type.fields().forEach(field -> fields.add(of(field.type())));
            return new Struct(List.copyOf(fields));
        }
    }
}
