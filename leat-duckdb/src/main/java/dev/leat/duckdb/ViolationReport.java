package dev.leat.duckdb;

import dev.leat.duckdb.render.Relations;
import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Expectation;
import dev.leat.pipeline.Settings;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.Projections;
import dev.leat.plan.RelationName;
import dev.leat.plan.TextColumns;
import dev.leat.spi.InputColumn;
import dev.leat.spi.QueryResult;
import dev.leat.type.DataType.Simple;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.StringJoiner;

/** Says which expectation made the refresh of a dataset fail, and shows a row that violates it. */
final class ViolationReport {
    private static final int VALUE_CHARACTERS_MAX = 80;
    private static final int ROW_CHARACTERS_MAX = 1000;

    private static final RelationName JUDGED = RelationName.of("$judged");

    private final DuckDbEngine engine;
    private final Settings settings;
    private final Dataset dataset;
    private final List<Column> output;

    /**
     * Reports on a dataset.
     *
     * @param output the columns of its judged query
     */
    ViolationReport(DuckDbEngine engine, Settings settings, Dataset dataset, List<Column> output) {
        this.engine = engine;
        this.settings = settings;
        this.dataset = dataset;
        this.output = List.copyOf(output);
    }

    /** A table of judged rows, how many of them violate the expectation, and how many there are. */
    record Judged(String table, JudgedColumns columns, long violated, long rows) {}

    /** The failure by an expectation, told by its index. */
    LeatException failure(int index, Judged judged) {
        Expectation expectation = dataset.expectations().get(index);
        return new LeatException(Diagnostic.of(
                ErrorCode.EXPECTATION,
                "Cannot refresh " + dataset.name() + ": " + judged.violated() + " of " + judged.rows()
                        + (judged.rows() == 1 ? " row" : " rows")
                        + (judged.violated() == 1 ? " violates" : " violate") + " the constraint " + expectation.name()
                        + ", which expects " + expectation.text() + "; one of them is " + row(index, judged)
                        + ". Mend the data, or write ON VIOLATION DROP ROW or QUARANTINE",
                expectation.position()));
    }

    /** A row that violates the expectation, its values as Spark shows them. */
    private String row(int index, Judged judged) {
        List<String> fields = new ArrayList<>(judged.columns().data());
        fields.addAll(judged.columns().verdicts());
        Plan rows = new Plan.Scan(JUDGED, Plan.ScanMode.TABLE, fields, output);
        int data = dataset.schema().size();
        Expression isViolated = new Call(
                "=",
                List.of(new ColumnReference(output.get(data + index)), Literal.of("false", Simple.BOOLEAN)),
                Simple.BOOLEAN,
                false);
        Plan one = new Plan.Limit(new Plan.Filter(rows, isViolated), OptionalLong.of(1), 0);
        Plan texts = TextColumns.cast(new Plan.Project(one, Projections.passing(output.subList(0, data))));
        Relations relations = (scan, evaluation) -> new Relations.Relation(judged.table(), scan.fields());
        StringJoiner values = new StringJoiner(", ", "(", ")");
        try (QueryResult result = new DuckDbResult(
                engine,
                texts,
                evaluation -> engine.render(relations, settings, evaluation).query(texts))) {
            if (result.next() > 0) {
                for (int i = 0; i < data; i++) {
                    values.add(dataset.schema().get(i).name() + " = " + value(result.column(i)));
                }
            }
        }
        return cut(values.toString(), ROW_CHARACTERS_MAX);
    }

    private static String value(InputColumn column) {
        return column.isNullAt(0)
                ? "NULL"
                : cut(new String(column.bytesAt(0), StandardCharsets.UTF_8), VALUE_CHARACTERS_MAX);
    }

    private static String cut(String text, int charactersMax) {
        String line = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
        int end = Math.min(line.length(), charactersMax);
        return end == line.length() ? line : line.substring(0, end - 1) + "…";
    }
}
