package dev.leat.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Dataset.Attributes;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Source;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.spi.Commit;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.OutputColumn;
import dev.leat.spi.PositionRange;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SourceScan;
import dev.leat.spi.SourceSplit;
import dev.leat.spi.SplitReader;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a commit leaves behind. */
final class TestDuckDbCommit {
    private static final SourcePosition PLACE = new SourcePosition("a.sql", 1, 1, 1);
    private static final List<Field> FIELDS = List.of(Field.of("n", Simple.INT));
    private static final Source SOURCE = new Source(
            RelationName.of("main", "shop", "numbers"),
            new SourceDefinition("test", List.of(), Map.of(), Optional.of(FIELDS), Settings.DEFAULT),
            FIELDS,
            PLACE);
    private static final Dataset VIEW = new Dataset.MaterializedView(
            RelationName.of("main", "shop", "all_numbers"),
            FIELDS,
            new Attributes(Optional.empty(), Map.of(), List.of(), List.of()),
            new Plan.Scan(
                    SOURCE.name(), Plan.ScanMode.TABLE, List.of("n"), List.of(new Column(1, "n", Simple.INT, true))),
            List.of(),
            PLACE);
    private static final Pipeline PIPELINE =
            new Pipeline("shop", Settings.DEFAULT, List.of(SOURCE), List.of(VIEW), List.of(), List.of());

    /** A row, in a part that has another content than the last. */
    private record OneRow(long version) implements SourceScan {
        @Override
        public List<Field> schema() {
            return FIELDS;
        }

        @Override
        public List<Field> metadataFields() {
            return List.of(Field.of("file_name", Simple.STRING));
        }

        @Override
        public List<SourceSplit> splits() {
            return List.of(new SourceSplit("part", 0, version, version, version));
        }

        @Override
        public SourceScan only(Map<String, PositionRange> ranges) {
            return this;
        }

        @Override
        public SplitReader read(SourceSplit split, List<String> columns, Consumer<MalformedRecord> malformed) {
            return new SplitReader() {
                private int rows = 1;

                @Override
                public int read(List<? extends OutputColumn> asked, int rowsMax) {
                    asked.forEach(column -> column.setInt(0, (int) version));
                    return rows-- > 0 ? 1 : 0;
                }

                @Override
                public ReadCounts counts() {
                    return ReadCounts.allAccepted(1, 1, 0);
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            };
        }

        @Override
        public String reader(List<String> columns) {
            return "a test";
        }
    }

    @Test
    void commitsUseTheFunctionsOfEarlierOnes() throws SQLException {
        long[] version = {0};
        DuckDbEngine.Code code = new DuckDbEngine.Code(
                program -> {
                    throw new AssertionError("no evaluators here");
                },
                definition -> new OneRow(version[0]),
                Clock.systemUTC(),
                FunctionTable.STANDARD);
        try (DuckDbEngine engine = DuckDbEngine.open(EngineOptions.inMemory(), code)) {
            for (version[0] = 1; version[0] < 10; version[0]++) {
                try (Commit commit = engine.begin(PIPELINE, CommitTerms.DEFAULT)) {
                    commit.refresh(VIEW);
                    commit.publish(List.of());
                }
                assertThat(engine.database().number("SELECT sum(n) FROM " + TableNames.published(VIEW.name())))
                        .isEqualTo(version[0]);
            }
            assertThat(engine.database()
                            .number("SELECT count(DISTINCT function_name) FROM duckdb_functions()"
                                    + " WHERE starts_with(function_name, 'leat_reader_')"))
                    .isEqualTo(1);
        }
    }
}
