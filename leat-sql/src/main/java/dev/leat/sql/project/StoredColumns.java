package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.SourcePosition;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What columns a view or stored table can have. */
final class StoredColumns {
    private StoredColumns() {}

    /** Problems of any relation's columns. */
    static List<Diagnostic> check(String relation, List<Field> columns, SourcePosition position) {
        List<Diagnostic> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Field column : columns) {
            if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
                problems.add(Diagnostic.ofSpark(
                        ErrorCode.ANALYSIS,
                        "COLUMN_ALREADY_EXISTS",
                        "The query of " + relation + " has several columns " + column.name()
                                + "; name them differently with AS",
                        Optional.of(position)));
            }
        }
        return problems;
    }

    /** Problems of a stored table's columns. */
    static List<Diagnostic> checkStored(String relation, List<Field> columns, SourcePosition position) {
        List<Diagnostic> problems = new ArrayList<>(check(relation, columns, position));
        for (Field column : columns) {
            unstorable(column.type())
                    .ifPresent(type -> problems.add(Diagnostic.ofSpark(
                            ErrorCode.ANALYSIS,
                            "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
                            "The column " + column.name() + " of " + relation
                                    + " cannot be stored, since it contains the type "
                                    + type.sql()
                                    + (type == Simple.VOID
                                            ? "; cast the NULL to a type"
                                            : "; use an interval of one unit"),
                            Optional.of(position))));
        }
        return problems;
    }

    /** Whether values contain maps, which cannot be compared. */
    static boolean hasMap(DataType type) {
        if (type instanceof DataType.StructType struct) {
            return struct.fields().stream().anyMatch(field -> hasMap(field.type()));
        }
        return type instanceof DataType.MapType
                || (type instanceof DataType.ArrayType array && hasMap(array.element()));
    }

    private static Optional<DataType> unstorable(DataType type) {
        if (type == Simple.VOID || type == Simple.INTERVAL) {
            return Optional.of(type);
        }
        if (type instanceof DataType.ArrayType array) {
            return unstorable(array.element());
        }
        if (type instanceof DataType.MapType map) {
            return unstorable(map.key()).or(() -> unstorable(map.value()));
        }
        if (type instanceof DataType.StructType struct) {
            return struct.fields().stream()
                    .map(field -> unstorable(field.type()))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return Optional.empty();
    }
}
