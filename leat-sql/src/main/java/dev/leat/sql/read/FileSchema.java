package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.type.Field;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.execution.datasources.PartitioningUtils$;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a file source.
 *
 * @param fields all columns as Spark shows them
 * @param data those in the files
 * @param partition those in the names of folders; a column that is in both has the folder's value
 * @param rawColumns columns whose text comes from a file unchecked
 */
record FileSchema(List<Field> fields, StructType data, StructType partition, Set<String> rawColumns) {
    FileSchema {
        fields = List.copyOf(fields);
        rawColumns = Set.copyOf(rawColumns);
    }

    /** Puts the columns of files and folders together as Spark does. */
    static FileSchema of(StructType data, StructType partition, Set<String> rawColumns, SQLConf conf) {
        StructType nullable = data.asNullable();
        StructType all = PartitioningUtils$.MODULE$
                .mergeDataAndPartitionSchema(nullable, partition, conf.caseSensitiveAnalysis())
                ._1();
        return new FileSchema(SparkTypes.fields(all), nullable, partition, rawColumns);
    }

    /** The declared columns without those that folders give. */
    static StructType withoutPartitions(StructType declared, StructType partition, SQLConf conf) {
        return new StructType(java.util.Arrays.stream(declared.fields())
                .filter(field -> find(partition, field.name(), conf).isEmpty())
                .toArray(StructField[]::new));
    }

    private static Optional<StructField> find(StructType schema, String name, SQLConf conf) {
        return java.util.Arrays.stream(schema.fields())
                .filter(field -> conf.caseSensitiveAnalysis()
                        ? field.name().equals(name)
                        : field.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** The column of exactly this name. */
    Field require(String column) {
        return fields.stream()
                .filter(field -> field.name().equals(column))
                .findFirst()
                .orElseThrow(() -> new LeatException(ErrorCode.INTERNAL, "The source has no column " + column));
    }

    boolean has(String column) {
        return fields.stream().anyMatch(field -> field.name().equals(column));
    }

    boolean mayHoldRawBytes(String column) {
        return rawColumns.contains(column);
    }
}
