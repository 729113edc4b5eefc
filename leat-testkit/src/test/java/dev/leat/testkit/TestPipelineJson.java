package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.json.PipelineJson;
import dev.leat.json.PlanJson;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Dataset.Attributes;
import dev.leat.pipeline.Expectation;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.Source;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.plan.Column;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TestPipelineJson {
    private static final SourcePosition PLACE = new SourcePosition("src/a.sql", 3, 1, 20);
    private static final Settings SETTINGS = new Settings("Europe/Berlin", Map.of("b", "2", "a", "1", "c", ""));
    private static final List<Field> SCHEMA = List.of(
            new Field("id", Simple.BIGINT, false, Optional.of("the key")),
            Field.of("tags", new ArrayType(Simple.STRING, false)));

    private static final List<Expectation> EXPECTATIONS = List.of(
            new Expectation(
                    "given",
                    new Expectation.Condition(new Call(
                            "isnotnull",
                            List.of(new ColumnReference(new Column(0, "id", Simple.BIGINT, false))),
                            Simple.BOOLEAN,
                            false,
                            Optional.of(PLACE))),
                    Expectation.Action.DROP_ROW,
                    "(id IS NOT NULL)",
                    PLACE),
            new Expectation(
                    "key",
                    new Expectation.Unique(List.of(1, 0)),
                    Expectation.Action.KEEP_ROW,
                    "UNIQUE (tags, id)",
                    PLACE));

    @Test
    void everyRecordIsReadBackEqual() {
        Pipeline pipeline = pipeline(new RandomPlans(new Random(11)).next(4));
        String json = PipelineJson.write(pipeline);

        assertThat(PipelineJson.read(json)).isEqualTo(pipeline);
        assertThat(PipelineJson.write(PipelineJson.read(json))).isEqualTo(json);
    }

    @Test
    void queriesShareTheirNodes() {
        Pipeline read = PipelineJson.read(PipelineJson.write(pipeline(new RandomPlans(new Random(12)).next(4))));

        Plan view = ((Dataset.TemporaryView) read.datasets().get(2)).query();
        assertThat(((Dataset.MaterializedView) read.datasets().get(1)).query()).isSameAs(view);
        assertThat(read.flows().get(0).query()).isSameAs(view);
    }

    @Test
    void documentOfAPlanIsNoPipeline() {
        String json = PlanJson.write(new RandomPlans(new Random(13)).next(2));

        assertThatThrownBy(() -> PipelineJson.read(json))
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_DAMAGED))
                .hasMessageContaining("it is not a leat-pipeline");
    }

    private static Pipeline pipeline(Plan query) {
        RelationName table = RelationName.of("main", "default", "t");
        SourceDefinition declared = new SourceDefinition(
                "csv", List.of("/data/x"), Map.of("sep", ";", "header", "true"), Optional.of(SCHEMA), SETTINGS);
        SourceDefinition inferred =
                new SourceDefinition("json", List.of(), Map.of(), Optional.empty(), Settings.DEFAULT);
        Attributes attributes =
                new Attributes(Optional.of("comment"), Map.of("z", "1", "y", "2"), List.of("id"), List.of("tags"));
        return new Pipeline(
                "shop",
                SETTINGS,
                List.of(
                        new Source(RelationName.of("main", "default", "s"), declared, SCHEMA, PLACE),
                        new Source(RelationName.of("json", "/x"), inferred, List.of(), PLACE)),
                List.of(
                        new Dataset.StreamingTable(table, SCHEMA, attributes, EXPECTATIONS, PLACE),
                        new Dataset.MaterializedView(
                                RelationName.of("m"), SCHEMA, attributes, query, EXPECTATIONS, PLACE),
                        new Dataset.TemporaryView(RelationName.of("v"), List.of(), query, PLACE)),
                List.of(new Sink(RelationName.of("k"), "parquet", Map.of("path", "out"), PLACE)),
                List.of(new Flow(RelationName.of("f"), table, query, PLACE)));
    }
}
