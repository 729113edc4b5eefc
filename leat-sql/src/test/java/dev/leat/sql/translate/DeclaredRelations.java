package dev.leat.sql.translate;

import dev.leat.plan.RelationName;
import dev.leat.sql.analysis.Relation;
import dev.leat.sql.analysis.RelationCatalog;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.type.Field;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;

/** Relations given by their columns as DDL text; any {@code csv} file has the column {@code line}. */
public final class DeclaredRelations implements RelationCatalog {
    private final Map<String, List<Field>> columns = new TreeMap<>();

    /** The relations {@code t}, {@code s} and {@code u}, alike, with columns of many types. */
    public static DeclaredRelations small() {
        DeclaredRelations relations = new DeclaredRelations();
        for (String name : List.of("t", "s", "u")) {
            relations.declare(
                    name,
                    "a INT, b STRING, c DECIMAL(10,2), d TIMESTAMP, e ARRAY<INT>, m MAP<STRING, INT>,"
                            + " r STRUCT<x: INT, y: STRING>, n TIMESTAMP_NTZ, k CHAR(5), f DOUBLE, day DATE");
        }
        return relations;
    }

    /** Declares a relation. */
    public void declare(String name, String ddl) {
        columns.put(name, SparkTypes.fields(StructType.fromDDL(ddl)));
    }

    @Override
    public Optional<Relation> find(RelationName name) {
        return Optional.ofNullable(columns.get(name.simpleName().toLowerCase(Locale.ROOT)))
                .map(fields -> new Relation(RelationName.of(name.simpleName()), fields));
    }

    @Override
    public Optional<Relation> findFile(String format, String path) {
        return format.equals("csv")
                ? Optional.of(new Relation(
                        RelationName.of(format, path), List.of(Field.of("line", dev.leat.type.DataType.Simple.STRING))))
                : Optional.empty();
    }
}
