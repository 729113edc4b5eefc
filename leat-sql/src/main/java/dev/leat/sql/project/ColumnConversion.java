package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.NearestName;
import dev.leat.error.SourcePosition;
import dev.leat.sql.analysis.AnalyzedQuery;
import dev.leat.sql.analysis.Scala;
import dev.leat.sql.analysis.SparkErrors;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.sql.analysis.Trees;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.TableOutputResolver$;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CheckOverflowInTableInsert;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.types.DataTypeUtils$;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;

/**
 * Makes a query's columns those of its table, as Spark does when it writes: matched by name, converted by the ANSI rules
 * of store assignment, lengths of CHAR and VARCHAR checked. All columns that don't fit are reported at once.
 */
final class ColumnConversion {
    /** What a column that the query does not have means. */
    enum Missing {
        ERROR,
        NULLS
    }

    private final String table;
    private final SourcePosition position;
    private final Map<String, SourcePosition> declared;
    private final Missing missing;
    private final List<Diagnostic> problems = new ArrayList<>();

    /**
     * Conversions for a table.
     *
     * @param position of the table's or flow's name
     * @param declared positions of declared columns by name
     */
    ColumnConversion(String table, SourcePosition position, Map<String, SourcePosition> declared, Missing missing) {
        this.table = table;
        this.position = position;
        this.declared = declared;
        this.missing = missing;
    }

    /** The analysed query with the table's columns. */
    LogicalPlan convert(AnalyzedQuery query, List<Field> columns) {
        List<Attribute> produced = query.schema();
        List<NamedExpression> converted = new ArrayList<>();
        for (Field column : columns) {
            List<Attribute> sameName = produced.stream()
                    .filter(attribute -> attribute.name().equalsIgnoreCase(column.name()))
                    .toList();
            if (sameName.size() > 1) {
                problem(column, "The query has several columns " + column.name() + "; name them differently");
            } else if (sameName.isEmpty()) {
                absent(column, produced).ifPresent(converted::add);
            } else {
                query.settings()
                        .within(() -> convert(query, column, sameName.get(0)))
                        .ifPresent(converted::add);
            }
        }
        refuseSurplus(produced, columns);
        if (!problems.isEmpty()) {
            throw new LeatException(problems);
        }
        return new Project(Scala.seq(converted), query.analyzed());
    }

    private Optional<NamedExpression> absent(Field column, List<Attribute> produced) {
        if (missing == Missing.NULLS && column.nullable()) {
            Expression value = Literal$.MODULE$.create(
                    null, CharVarcharUtils.replaceCharVarcharWithString(SparkTypes.toSpark(column.type())));
            return Optional.of(named(value, column));
        }
        List<String> names = produced.stream().map(Attribute::name).toList();
        problem(
                column,
                "The query has no column " + column.name() + ", which " + table + " declares"
                        + NearestName.hint(column.name(), names));
        return Optional.empty();
    }

    private static Alias named(Expression value, Field column) {
        @SuppressWarnings("unchecked") // The empty list is a list of anything.
        Seq<String> none = (Seq<String>) (Seq<?>) Nil$.MODULE$;
        return new Alias(value, column.name(), NamedExpression.newExprId(), none, Option.empty(), none);
    }

    @SuppressWarnings("CatchingUnchecked") // Spark throws checked exceptions that Scala does not declare.
    private Optional<NamedExpression> convert(AnalyzedQuery query, Field column, Attribute attribute) {
        if (!column.nullable() && attribute.nullable()) {
            problem(
                    column,
                    "The column " + column.name() + " of " + table
                            + " is declared NOT NULL, but the query's may be NULL; write coalesce(…) in the query, or remove NOT"
                            + " NULL");
            return Optional.empty();
        }
        StructType wanted = CharVarcharUtils.replaceCharVarcharWithStringInSchema(SparkTypes.struct(List.of(column)));
        LogicalPlan one = new Project(Scala.seq(List.of(attribute)), query.analyzed());
        try {
            LogicalPlan resolved = TableOutputResolver$.MODULE$.resolveOutputColumns(
                    table,
                    Scala.<Attribute>seq(Scala.list(DataTypeUtils$.MODULE$.toAttributes(wanted))),
                    one,
                    true,
                    SQLConf.get(),
                    false);
            NamedExpression result = resolved instanceof Project project && resolved != one
                    ? project.projectList().head()
                    : attribute;
            Expression plain = Trees.transformUp((Expression) result, ColumnConversion::withoutOwnOverflow);
            boolean isSameName = ((NamedExpression) plain).name().equals(column.name());
            return Optional.of(isSameName ? (NamedExpression) plain : named(plain, column));
        } catch (Exception e) {
            Diagnostic found = SparkErrors.diagnose(e, query.text());
            problems.add(found.at(positionOf(column)));
            return Optional.empty();
        }
    }

    /** The check only words the error of the cast below it differently. */
    private static Expression withoutOwnOverflow(Expression expression) {
        return expression instanceof CheckOverflowInTableInsert check ? check.child() : expression;
    }

    private void refuseSurplus(List<Attribute> produced, List<Field> columns) {
        List<String> names = columns.stream().map(Field::name).toList();
        for (Attribute attribute : produced) {
            if (names.stream().noneMatch(name -> name.equalsIgnoreCase(attribute.name()))) {
                problems.add(Diagnostic.ofSpark(
                        ErrorCode.ANALYSIS,
                        "USER_SPECIFIED_AND_INFERRED_SCHEMA_NOT_COMPATIBLE",
                        "The query has the column " + attribute.name() + ", which " + table + " does not declare"
                                + NearestName.hint(attribute.name(), names),
                        Optional.of(position)));
            }
        }
    }

    private void problem(Field column, String message) {
        problems.add(Diagnostic.ofSpark(
                ErrorCode.ANALYSIS,
                "USER_SPECIFIED_AND_INFERRED_SCHEMA_NOT_COMPATIBLE",
                message,
                Optional.of(positionOf(column))));
    }

    private SourcePosition positionOf(Field column) {
        return declared.getOrDefault(column.name(), position);
    }
}
