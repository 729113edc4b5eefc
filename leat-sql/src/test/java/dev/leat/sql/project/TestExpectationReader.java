package dev.leat.sql.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import dev.leat.sql.analysis.SparkSettings;
import dev.leat.sql.project.Statement.Name;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestExpectationReader {
    private static List<DeclaredExpectation> read(String list) {
        String sql = "CREATE MATERIALIZED VIEW v (\n" + list + ") AS SELECT 1";
        StatementText text = StatementSplitter.split(new SourceFile("a.sql", sql), new Problems())
                .get(0);
        return ExpectationReader.read(text, ConstraintClauses.find(text).clauses(), SparkSettings.of(Settings.DEFAULT));
    }

    private static List<Name> key(DeclaredExpectation expectation) {
        return ((DeclaredExpectation.Unique) expectation.test()).columns();
    }

    @Test
    void conditionIsParsedAtItsPlace() {
        DeclaredExpectation read =
                read("/* é😀 */ CONSTRAINT positive EXPECT (id\n > 0)").get(0);

        assertThat(read.name()).isEqualTo("positive");
        assertThat(read.position()).hasToString("a.sql:2:22");
        assertThat(read.text()).isEqualTo("(id > 0)");
        assertThat(read.place()).hasToString("a.sql:2:38");
        assertThat(read.place().length()).isEqualTo(3);
        assertThat(((DeclaredExpectation.Condition) read.test()).parsed()).hasToString("('id > 0)");
    }

    @Test
    void namesMayBeQuoted() {
        List<DeclaredExpectation> read =
                read("CONSTRAINT `a ``name``` EXPECT (x), CONSTRAINT date EXPECT UNIQUE (`a, b`, select)");

        assertThat(read).extracting(DeclaredExpectation::name).containsExactly("a `name`", "date");
        assertThat(key(read.get(1))).extracting(Name::toString).containsExactly("a, b", "select");
        assertThat(read.get(1).text()).isEqualTo("UNIQUE (`a, b`, select)");
    }

    @Test
    void allThatIsWrongIsReportedAtOnce() {
        assertThatThrownBy(() ->
                        read("CONSTRAINT a EXPECT (x +), CONSTRAINT A EXPECT UNIQUE (x y), CONSTRAINT 1.5 EXPECT (x)"))
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.diagnostics()).hasSize(4));
    }
}
