package dev.leat.duckdb.bridge;

import dev.leat.error.Checks;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.InputColumn;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.StructType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.NativeVectors;
import org.jspecify.annotations.Nullable;

/** A vector of DuckDB as an input column; valid during the callback that was given the vector. */
final class VectorColumn implements InputColumn {
    private final DataType type;
    private final ByteBuffer vector;
    private final ByteBuffer data;
    private final @Nullable ByteBuffer validity;
    private final int rows;
    private final int decimalDigits;
    private final int scale;
    private final List<VectorColumn> children = new ArrayList<>();

    VectorColumn(DataType type, ByteBuffer vector, int rows) {
        this.type = type;
        this.vector = vector;
        this.rows = rows;
        this.validity = NativeVectors.validity(vector, rows).orElse(null);
        int width = StorageWidth.of(type);
        this.data = width == 0 ? ByteBuffer.allocate(0) : NativeVectors.data(vector, bounded((long) rows * width));
        this.decimalDigits = type instanceof DecimalType decimal ? decimal.precision() : 0;
        this.scale = type instanceof DecimalType decimal ? decimal.scale() : 0;
    }

    /** Java's buffers end at 2 GiB. */
    private static long bounded(long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            throw new LeatException(
                    ErrorCode.LIMIT,
                    "Cannot hand " + bytes + " bytes of collected values to Spark's code at once, the limit is 2 GiB;"
                            + " group by more columns, or aggregate in two steps");
        }
        return bytes;
    }

    @Override
    public boolean isNullAt(int row) {
        return validity != null && (validity.getLong((row >>> 6) << 3) >>> (row & 63) & 1) == 0;
    }

    @Override
    public boolean booleanAt(int row) {
        return data.get(row) != 0;
    }

    @Override
    public byte byteAt(int row) {
        return data.get(row);
    }

    @Override
    public short shortAt(int row) {
        return data.getShort(row << 1);
    }

    @Override
    public int intAt(int row) {
        return data.getInt(row << 2);
    }

    @Override
    public long longAt(int row) {
        return data.getLong(row << 3);
    }

    @Override
    public float floatAt(int row) {
        return data.getFloat(row << 2);
    }

    @Override
    public double doubleAt(int row) {
        return data.getDouble(row << 3);
    }

    @Override
    public BigDecimal decimalAt(int row) {
        if (decimalDigits <= StorageWidth.SHORT_DIGITS) {
            return BigDecimal.valueOf(data.getShort(row << 1), scale);
        }
        if (decimalDigits <= StorageWidth.INT_DIGITS) {
            return BigDecimal.valueOf(data.getInt(row << 2), scale);
        }
        if (decimalDigits <= StorageWidth.LONG_DIGITS) {
            return BigDecimal.valueOf(data.getLong(row << 3), scale);
        }
        long low = data.getLong(row << 4);
        long high = data.getLong((row << 4) + 8);
        if (high == low >> 63) {
            return BigDecimal.valueOf(low, scale);
        }
        byte[] bigEndian = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        return new BigDecimal(new BigInteger(bigEndian), scale);
    }

    @Override
    public byte[] bytesAt(int row) {
        return NativeVectors.bytes(data, row);
    }

    @Override
    public int intervalMonthsAt(int row) {
        return data.getInt(row << 4);
    }

    @Override
    public int intervalDaysAt(int row) {
        return data.getInt((row << 4) + 4);
    }

    @Override
    public long intervalMicrosAt(int row) {
        return data.getLong((row << 4) + 8);
    }

    @Override
    public int offsetAt(int row) {
        return Math.toIntExact(data.getLong(row << 4));
    }

    @Override
    public int lengthAt(int row) {
        return Math.toIntExact(data.getLong((row << 4) + 8));
    }

    @Override
    public InputColumn child(int index) {
        if (children.isEmpty()) {
            openChildren();
        }
        return children.get(index);
    }

    private void openChildren() {
        if (type instanceof StructType struct) {
            for (int i = 0; i < struct.fields().size(); i++) {
                children.add(
                        new VectorColumn(struct.fields().get(i).type(), NativeVectors.structChild(vector, i), rows));
            }
            return;
        }
        int size = Math.toIntExact(bounded(NativeVectors.listSize(vector)));
        ByteBuffer child = NativeVectors.listChild(vector);
        if (type instanceof ArrayType array) {
            children.add(new VectorColumn(array.element(), child, size));
            return;
        }
        Checks.verify(type instanceof MapType, "only arrays, maps and structs have children");
        MapType map = (MapType) type;
        children.add(new VectorColumn(map.key(), NativeVectors.structChild(child, 0), size));
        children.add(new VectorColumn(map.value(), NativeVectors.structChild(child, 1), size));
    }
}
