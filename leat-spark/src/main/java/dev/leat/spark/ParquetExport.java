package dev.leat.spark;

import dev.leat.error.FileErrors;
import dev.leat.spi.InputColumn;
import dev.leat.spi.QueryResult;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.io.IOException;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/** Writes rows to one Parquet file on the machine of the driver, in their order, a part of them at a time. */
final class ParquetExport {
    /** The driver has no more of a file in memory. */
    private static final long GROUP_BYTES = 32L << 20;

    private ParquetExport() {}

    /** Writes all rows. */
    static void write(QueryResult result, Path file) {
        MessageType schema = ParquetSchema.of(result.schema());
        Configuration plain = new Configuration(false);
        // Without a checksum beside the file.
        plain.set("fs.file.impl", RawLocalFileSystem.class.getName());
        plain.setBoolean("fs.file.impl.disable.cache", true);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(
                        HadoopOutputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), plain))
                .withConf(plain)
                .withType(schema)
                .withRowGroupSize(GROUP_BYTES)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .build()) {
            for (int rows = result.next(); rows > 0; rows = result.next()) {
                for (int row = 0; row < rows; row++) {
                    writer.write(row(result, row, schema));
                }
            }
        } catch (IOException e) {
            throw FileErrors.convert(e, "write " + file);
        }
    }

    private static Group row(QueryResult result, int row, MessageType schema) {
        Group group = new SimpleGroup(schema);
        List<Field> columns = result.schema();
        for (int i = 0; i < columns.size(); i++) {
            add(group, i, columns.get(i).type(), result.column(i), row);
        }
        return group;
    }

    /** Adds a value of a column to a field; NULL is none. */
    private static void add(Group group, int field, DataType type, InputColumn column, int row) {
        if (column.isNullAt(row)) {
            return;
        }
        if (type instanceof ArrayType array) {
            Group list = group.addGroup(field);
            for (int i = 0; i < column.lengthAt(row); i++) {
                add(list.addGroup(0), 0, array.element(), column.child(0), column.offsetAt(row) + i);
            }
        } else if (type instanceof MapType map) {
            Group entries = group.addGroup(field);
            for (int i = 0; i < column.lengthAt(row); i++) {
                Group entry = entries.addGroup(0);
                add(entry, 0, map.key(), column.child(0), column.offsetAt(row) + i);
                add(entry, 1, map.value(), column.child(1), column.offsetAt(row) + i);
            }
        } else if (type instanceof StructType struct) {
            Group members = group.addGroup(field);
            for (int i = 0; i < struct.fields().size(); i++) {
                add(members, i, struct.fields().get(i).type(), column.child(i), row);
            }
        } else if (type instanceof DecimalType decimal) {
            addDecimal(group, field, decimal, column, row);
        } else if (type instanceof Simple simple) {
            addSimple(group, field, simple, column, row);
        } else {
            group.add(field, Binary.fromConstantByteArray(column.bytesAt(row)));
        }
    }

    private static void addDecimal(Group group, int field, DecimalType type, InputColumn column, int row) {
        BigInteger digits = column.decimalAt(row)
                .setScale(type.scale(), RoundingMode.UNNECESSARY)
                .unscaledValue();
        switch (ParquetSchema.ofDecimal(type)) {
            case INT32 -> group.add(field, digits.intValueExact());
            case INT64 -> group.add(field, digits.longValueExact());
            default -> {
                byte[] bytes = digits.toByteArray();
                byte[] all = new byte[ParquetSchema.DECIMAL_BYTES];
                Arrays.fill(all, (byte) (digits.signum() < 0 ? -1 : 0));
                System.arraycopy(bytes, 0, all, all.length - bytes.length, bytes.length);
                group.add(field, Binary.fromConstantByteArray(all));
            }
        }
    }

    private static void addSimple(Group group, int field, Simple type, InputColumn column, int row) {
        switch (type) {
            case BOOLEAN -> group.add(field, column.booleanAt(row));
            case TINYINT -> group.add(field, (int) column.byteAt(row));
            case SMALLINT -> group.add(field, (int) column.shortAt(row));
            case INT, DATE -> group.add(field, column.intAt(row));
            case BIGINT, TIMESTAMP, TIMESTAMP_NTZ -> group.add(field, column.longAt(row));
            case FLOAT -> group.add(field, column.floatAt(row));
            case DOUBLE -> group.add(field, column.doubleAt(row));
            case STRING, BINARY -> group.add(field, Binary.fromConstantByteArray(column.bytesAt(row)));
            case VOID, INTERVAL -> throw new IllegalStateException("Parquet has no type " + type.sql());
        }
    }
}
