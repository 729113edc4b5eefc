package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a streaming table without declared ones: those of all its flows, in the order of first appearance. Types
 * of one name are merged by Spark's rule: they must be equal, but for the precision of decimals of one scale and the
 * fields of structs. Each may be NULL, whatever the flows give now: flows that gave the table rows before need not have had it.
 */
final class MergedSchema {
    private final String table;
    private final Map<String, Column> columns = new LinkedHashMap<>();

    private record Column(Field field, String flow) {}

    MergedSchema(String table) {
        this.table = table;
    }

    /** Adds the columns of a flow; throws if one does not fit. */
    void add(String flow, List<Field> fields, SourcePosition position) {
        List<Diagnostic> problems = new ArrayList<>();
        for (Field field : fields) {
            String key = field.name().toLowerCase(Locale.ROOT);
            Column known = columns.get(key);
            if (known == null) {
                columns.put(key, new Column(field, flow));
                continue;
            }
            Optional<Field> merged = merge(known.field(), field);
            if (merged.isPresent()) {
                columns.put(key, new Column(merged.get(), known.flow()));
            } else {
                problems.add(Diagnostic.ofSpark(
                        ErrorCode.ANALYSIS,
                        "UNABLE_TO_INFER_PIPELINE_TABLE_SCHEMA",
                        "The flow " + flow + " gives the column " + field.name() + " of " + table + " the type "
                                + field.type().sql() + ", but the flow " + known.flow() + " gives it "
                                + known.field().type().sql() + "; cast one of them, or declare the columns of " + table,
                        Optional.of(position)));
            }
        }
        if (!problems.isEmpty()) {
            throw new LeatException(problems);
        }
    }

    private static Optional<Field> merge(Field first, Field second) {
        StructType left = SparkTypes.struct(List.of(first));
        StructType right = SparkTypes.struct(List.of(new Field(first.name(), second.type(), second.nullable())));
        try {
            return Optional.of(SparkTypes.fields(left.merge(right, false)).get(0));
        } catch (Exception e) { // Spark says that the types do not go together.
            return Optional.empty();
        }
    }

    List<Field> fields() {
        return columns.values().stream().map(column -> nullable(column.field())).toList();
    }

    private static Field nullable(Field field) {
        return new Field(field.name(), field.type(), true, field.comment());
    }
}
