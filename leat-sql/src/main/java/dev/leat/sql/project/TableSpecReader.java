package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.incremental.MaintenanceDemand;
import dev.leat.incremental.OwnSettings;
import dev.leat.pipeline.Dataset.Attributes;
import dev.leat.sql.analysis.Scala;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.sql.project.Statement.CreateSink;
import dev.leat.sql.project.Statement.CreateSource;
import dev.leat.sql.project.Statement.DeclaredColumn;
import dev.leat.sql.project.Statement.Name;
import dev.leat.sql.project.Statement.TableSpec;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.ColumnDefinition;
import org.apache.spark.sql.catalyst.plans.logical.CreatePipelineDataset;
import org.apache.spark.sql.catalyst.plans.logical.CreateTable;
import org.apache.spark.sql.catalyst.plans.logical.TableSpecBase;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedTableSpec;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.Transform;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/** Reads the clauses of a CREATE statement; every clause without effect here is refused, all of them at once. */
final class TableSpecReader {
    private final StatementText text;
    private final List<Diagnostic> problems = new ArrayList<>();

    TableSpecReader(StatementText text) {
        this.text = text;
    }

    /** The clauses of a streaming table or materialized view. */
    TableSpec dataset(CreatePipelineDataset create, List<DeclaredExpectation> expectations) {
        TableSpecBase spec = create.tableSpec();
        Scala.optional(spec.provider())
                .ifPresent(provider -> refuse(
                        text.find("USING"), "The storage format of a dataset is Leat's own; remove USING " + provider));
        refuseCollation(spec);
        List<DeclaredColumn> columns = columns(Scala.list(create.columns()));
        List<String> partitioning = new ArrayList<>();
        List<String> clustering = new ArrayList<>();
        for (Transform transform : Scala.<Transform>list(create.partitioning())) {
            switch (transform.name()) {
                case "identity" -> partitioning.addAll(names(transform));
                case "cluster_by" -> clustering.addAll(names(transform));
                default ->
                    refuse(
                            text.find("PARTITIONED"),
                            "A dataset is partitioned by columns, not by " + transform.describe()
                                    + "; compute the value as a column of the query");
            }
        }
        Map<String, String> properties = new TreeMap<>(CollectionConverters.asJava(spec.properties()));
        properties.forEach(this::checkProperty);
        finish();
        Attributes attributes = new Attributes(Scala.optional(spec.comment()), properties, partitioning, clustering);
        SourcePosition layout = text.find(clustering.isEmpty() ? "PARTITIONED" : "CLUSTER");
        return new TableSpec(columns, attributes, layout, expectations);
    }

    private void checkProperty(String key, String value) {
        if (key.startsWith(MaintenanceDemand.PREFIX)) {
            OwnSettings.propertyProblem(key, value)
                    .ifPresent(
                            problem -> problems.add(Diagnostic.of(ErrorCode.OPTION, problem, text.findProperty(key))));
        }
    }

    private List<String> names(Transform transform) {
        List<String> names = new ArrayList<>();
        for (NamedReference reference : transform.references()) {
            if (reference.fieldNames().length != 1) {
                refuse(text.find("BY"), "Only whole columns can be named here, not " + reference.describe());
            }
            names.add(reference.fieldNames()[0]);
        }
        return names;
    }

    /** The clauses of a source. */
    CreateSource source(Name name, CreateTable create) {
        UnresolvedTableSpec spec = tableSpec(create, "a source");
        Optional<String> format = Scala.optional(spec.provider());
        if (format.isEmpty() && spec.serde().isEmpty()) {
            refuse(
                    name.position(),
                    "A table is a source and needs USING csv, json, text, parquet or kafka; a table that the project fills is a"
                            + " STREAMING TABLE or a MATERIALIZED VIEW");
        }
        if (create.partitioning().nonEmpty()) {
            refuse(
                    text.find("PARTITIONED"),
                    "PARTITIONED BY of a source is not supported: partition folders are found by themselves; remove the"
                            + " clause and declare their columns last, if at all");
        }
        List<DeclaredColumn> columns = columns(Scala.list(create.columns()));
        Map<String, String> options = options(spec);
        finish();
        Optional<String> path = Scala.optional(spec.location());
        String lower = format.orElseThrow().toLowerCase(Locale.ROOT);
        return new CreateSource(text, name, lower, options, path, columns);
    }

    /** The clauses of a sink. */
    CreateSink sink(Name name, CreateTable create) {
        UnresolvedTableSpec spec = tableSpec(create, "a sink");
        if (name.parts().size() > 1) {
            refuse(name.position(), "The name of a sink has one part; remove the schema");
        }
        if (spec.provider().isEmpty()) {
            refuse(name.position(), "A sink needs USING csv, json, parquet or kafka");
        }
        if (create.columns().nonEmpty()) {
            refuse(text.find("("), "A sink takes the columns of its flows; remove the column list");
        }
        if (create.partitioning().nonEmpty()) {
            refuse(text.find("PARTITIONED"), "PARTITIONED BY of a sink is not supported; remove the clause");
        }
        Map<String, String> options = options(spec);
        finish();
        Optional<String> path = Scala.optional(spec.location());
        return new CreateSink(text, name, spec.provider().get().toLowerCase(Locale.ROOT), options, path);
    }

    private UnresolvedTableSpec tableSpec(CreateTable create, String what) {
        UnresolvedTableSpec spec = (UnresolvedTableSpec) create.tableSpec();
        if (spec.serde().isDefined()) {
            refuse(
                    text.find("STORED"),
                    "Hive's storage clauses are not supported; write USING csv, json, text or parquet");
        }
        if (spec.external() && spec.serde().isEmpty()) {
            refuse(text.find("EXTERNAL"), "EXTERNAL has no meaning for " + what + "; remove it");
        }
        if (spec.constraints().nonEmpty()) {
            refuse(text.start(), "Constraints of " + what + " are not supported; remove them");
        }
        if (!spec.properties().isEmpty()) {
            refuse(text.find("TBLPROPERTIES"), "Properties of " + what + " have no effect; remove TBLPROPERTIES");
        }
        refuseCollation(spec);
        return spec;
    }

    private void refuseCollation(TableSpecBase spec) {
        Scala.optional(spec.collation())
                .filter(collation -> !collation.equalsIgnoreCase("UTF8_BINARY"))
                .ifPresent(collation -> refuse(
                        text.find("COLLATION"), "Only the collation UTF8_BINARY is supported; remove the clause"));
    }

    private List<DeclaredColumn> columns(List<ColumnDefinition> definitions) {
        List<DeclaredColumn> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ColumnDefinition definition : definitions) {
            SourcePosition position =
                    text.source().position(definition.origin()).orElseGet(text::start);
            if (!seen.add(definition.name().toLowerCase(Locale.ROOT))) {
                problems.add(Diagnostic.ofSpark(
                        ErrorCode.ANALYSIS,
                        "COLUMN_ALREADY_EXISTS",
                        "The column " + definition.name() + " is declared twice; names do not differ by case alone",
                        Optional.of(position)));
            }
            Scala.optional(definition.defaultValue())
                    .ifPresent(value ->
                            refuse(position, "A DEFAULT value is not supported; write coalesce(…) in the query"));
            Scala.optional(definition.generationExpression())
                    .ifPresent(
                            value -> refuse(position, "A generated column is not supported; compute it in the query"));
            Scala.optional(definition.identityColumnSpec())
                    .ifPresent(value ->
                            refuse(position, "An identity column is not supported; compute a key in the query"));
            try {
                columns.add(new DeclaredColumn(
                        new Field(
                                definition.name(),
                                SparkTypes.fromSpark(definition.dataType()),
                                definition.nullable(),
                                Scala.optional(definition.comment())),
                        position));
            } catch (LeatException e) {
                e.diagnostics().forEach(found -> problems.add(found.at(position)));
            }
        }
        return columns;
    }

    private Map<String, String> options(UnresolvedTableSpec spec) {
        Map<String, String> options = new TreeMap<>();
        for (Tuple2<String, Expression> option :
                Scala.<Tuple2<String, Expression>>list(spec.optionExpression().options())) {
            SourcePosition position =
                    text.source().position(option._2().origin()).orElseGet(text::start);
            if (!(option._2() instanceof Literal literal) || literal.value() == null) {
                refuse(position, "The value of option " + option._1() + " must be a constant; write it in quotes");
            } else {
                options.put(option._1(), literal.value().toString());
            }
        }
        return options;
    }

    private void refuse(SourcePosition position, String message) {
        problems.add(Diagnostic.of(ErrorCode.NOT_SUPPORTED, message, position));
    }

    private void finish() {
        if (!problems.isEmpty()) {
            throw new LeatException(problems);
        }
    }
}
