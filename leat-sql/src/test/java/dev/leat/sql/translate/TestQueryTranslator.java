package dev.leat.sql.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import dev.leat.plan.text.PlanPrinter;
import dev.leat.sql.analysis.QueryAnalyzer;
import dev.leat.sql.analysis.SourceText;
import dev.leat.sql.analysis.SqlSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans of queries, operator by operator, as {@code plans.txt} has them: the query, then its plan or why it is refused. */
final class TestQueryTranslator {
    private static final QueryAnalyzer ANALYZER =
            new QueryAnalyzer(SqlSession.of(Settings.DEFAULT, DeclaredRelations.small()));

    /** A query and the lines expected for it. */
    record Expected(String sql, String plan) {
        @Override
        public String toString() {
            return sql;
        }
    }

    static List<Expected> plans() throws IOException {
        List<Expected> plans = new ArrayList<>();
        try (InputStream in = TestQueryTranslator.class.getResourceAsStream("plans.txt")) {
            assertThat(in).isNotNull();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String block : text.split("(?m)^> ")) {
                if (!block.isBlank()) {
                    int end = block.indexOf('\n');
                    plans.add(new Expected(
                            block.substring(0, end), block.substring(end + 1).strip()));
                }
            }
        }
        return plans;
    }

    @ParameterizedTest
    @MethodSource("plans")
    void planIsAsWritten(Expected expected) {
        assertThat(planOf(expected.sql())).isEqualTo(expected.plan());
    }

    private static String planOf(String sql) {
        try {
            return PlanPrinter.print(QueryTranslator.translate(ANALYZER.analyze(SourceText.of(sql))))
                    .strip();
        } catch (LeatException e) {
            return "! " + e.getMessage();
        }
    }
}
