package dev.leat.sql.evaluate;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import dev.leat.plan.RelationName;
import dev.leat.spi.EvaluatorProgram;
import dev.leat.sql.analysis.QueryAnalyzer;
import dev.leat.sql.analysis.Relation;
import dev.leat.sql.analysis.RelationCatalog;
import dev.leat.sql.analysis.Scala;
import dev.leat.sql.analysis.SourceText;
import dev.leat.sql.analysis.SparkSettings;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.sql.analysis.SqlSession;
import dev.leat.sql.analysis.Trees;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.CurrentUserContext$;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAlias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BindReferences$;
import org.apache.spark.sql.catalyst.expressions.CurrentUser;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.package$;
import org.apache.spark.sql.catalyst.optimizer.ConstantFolding$;
import org.apache.spark.sql.catalyst.optimizer.ReplaceExpressions$;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.types.DataTypeUtils$;
import org.apache.spark.sql.execution.SparkSqlParser;

/** Analyses programs under one set of settings; safe for use by several threads. */
final class ProgramAnalyzer {
    private static final RelationCatalog NO_RELATIONS = new RelationCatalog() {
        @Override
        public Optional<Relation> find(RelationName name) {
            return Optional.empty();
        }

        @Override
        public Optional<Relation> findFile(String format, String path) {
            return Optional.empty();
        }
    };

    private final SparkSettings settings;
    private final QueryAnalyzer analyzer;

    ProgramAnalyzer(Settings settings) {
        this.settings = SparkSettings.of(settings);
        this.analyzer = new QueryAnalyzer(SqlSession.of(settings, NO_RELATIONS));
    }

    /** Runs Spark's code under the settings. */
    <T> T within(Supplier<T> work) {
        return settings.within(work);
    }

    /**
     * A program's plan as Spark's analyzer makes it.
     *
     * @param plan a projection, aggregation or generation over {@code input}
     */
    record Analyzed(LogicalPlan plan, List<Attribute> input) {
        /** The expression with its columns as positions in the input row. */
        <E extends Expression> E bind(E expression) {
            return BindReferences$.MODULE$.bindReference(
                    expression, package$.MODULE$.AttributeSeq(Scala.<Attribute>seq(input)), false);
        }
    }

    Analyzed analyze(EvaluatorProgram program) {
        List<Field> fields = new ArrayList<>();
        for (DataType type : program.argumentTypes()) {
            fields.add(Field.of("c" + fields.size(), withoutLength(type)));
        }
        List<Attribute> input = List.copyOf(
                Scala.<AttributeReference>list(DataTypeUtils$.MODULE$.toAttributes(SparkTypes.struct(fields))));
        LocalRelation relation = LocalRelation$.MODULE$.apply(Scala.<Attribute>seq(input));
        SourceText text = SourceText.of(program.sql());
        LogicalPlan resolved = analyzer.resolve(() -> project(program.sql(), relation), text);
        return new Analyzed(within(() -> executable(resolved)), input);
    }

    /** In expressions CHAR and VARCHAR are STRING. */
    private static DataType withoutLength(DataType type) {
        return type.isText() ? DataType.Simple.STRING : type;
    }

    private static LogicalPlan project(String sql, LogicalPlan relation) {
        Expression expression = new SparkSqlParser().parseExpression(sql);
        NamedExpression alias = new UnresolvedAlias(expression, Scala.option(null));
        return new Project(Scala.<NamedExpression>seq(List.of(alias)), relation);
    }

    private static LogicalPlan executable(LogicalPlan resolved) {
        LogicalPlan replaced = Trees.transformExpressions(
                ReplaceExpressions$.MODULE$.apply(resolved), part -> part instanceof CurrentUser ? user() : part);
        try {
            return ConstantFolding$.MODULE$.apply(replaced);
        } catch (Exception e) {
            // A constant part fails, some with a checked exception. It may only do so when a row reaches it.
            return replaced;
        }
    }

    /** As in Spark: the user of the process. */
    private static Expression user() {
        return Literal$.MODULE$.apply(CurrentUserContext$.MODULE$.getCurrentUser());
    }

    /** Fails unless the program's value has the type it declares, up to names and nullability inside. */
    static void requireType(EvaluatorProgram program, org.apache.spark.sql.types.DataType actual) {
        org.apache.spark.sql.types.DataType expected = SparkTypes.toSpark(withoutLength(program.resultType()));
        if (!org.apache.spark.sql.types.DataType.equalsStructurally(actual, expected, true)) {
            throw new LeatException(
                    ErrorCode.INTERNAL,
                    "The program " + program.sql() + " gives " + actual.sql() + ", expected " + expected.sql());
        }
    }

    /** The program is not of the shape its kind says. */
    static LeatException wrongShape(EvaluatorProgram program, LogicalPlan plan) {
        return new LeatException(
                ErrorCode.INTERNAL,
                "The program " + program.sql() + " is not a plain " + program.kind() + " for Spark: "
                        + plan.nodeName());
    }
}
