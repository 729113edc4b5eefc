package dev.leat.conformance.realdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each set is run by its project and asked its questions; the answers stand beside the projects, with where they come from. */
final class TestRealData {
    private static final List<RealDataSet> SETS = RealDataSet.ALL;
    private static final Optional<Path> DATA = RealDataSet.data(Path.of("../../shared"));

    /** Folders of the data with no project here: archives that Leat does not read, and scripts. */
    private static final Set<String> OTHERS = Set.of("finance", "logs/kafka_brokers", "tools");

    @ParameterizedTest
    @FieldSource("SETS")
    void answersAreThoseFoundWithoutLeat(RealDataSet set, @TempDir Path project) throws IOException {
        assumeTrue(DATA.isPresent(), "LEAT_SHARED names no folder with real data");

        assertThat(set.failures(DATA.orElseThrow(), project)).isEmpty();
    }

    @Test
    void everyFolderOfDataHasAProject() throws IOException {
        assumeTrue(DATA.isPresent(), "LEAT_SHARED names no folder with real data");
        Path data = DATA.orElseThrow();

        try (Stream<Path> files = Files.walk(data)) {
            Set<Path> without = files.filter(Files::isRegularFile)
                    .map(file -> data.relativize(file).getParent())
                    .filter(folder -> folder != null
                            && Stream.concat(SETS.stream().map(RealDataSet::folder), OTHERS.stream())
                                    .noneMatch(folder::startsWith))
                    .collect(Collectors.toSet());
            assertThat(without).isEmpty();
        }
    }

    @Test
    void wrongAnswerIsFound(@TempDir Path project) throws IOException {
        Path sql = Files.writeString(
                project.resolve("one.sql"), "CREATE MATERIALIZED VIEW one AS SELECT 1 AS a, CAST(NULL AS INT) AS b;");
        Question right = Question.parse("-- by hand\nSELECT a,\n b FROM (SELECT 1 AS a, NULL AS b);\na,b\n1,\n")
                .get(0);

        assertThat(right).isEqualTo(new Question("SELECT a,\n b FROM (SELECT 1 AS a, NULL AS b)", "a,b\n1,\n"));
        assertThat(RealDataSet.difference(sql, right)).isEmpty();
        assertThat(RealDataSet.difference(sql, new Question(right.query(), "a,b\n2,\n")))
                .hasValueSatisfying(text -> assertThat(text).contains("expected\na,b\n2,", "found\na,b\n1,"));
        assertThat(RealDataSet.difference(sql, new Question("SELECT c", "c\n")))
                .hasValueSatisfying(text -> assertThat(text).contains("UNRESOLVED_COLUMN"));
    }
}
