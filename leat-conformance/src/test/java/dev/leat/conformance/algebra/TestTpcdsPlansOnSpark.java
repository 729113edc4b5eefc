package dev.leat.conformance.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.tpc.TpcTexts;
import dev.leat.conformance.tpc.TpcdsData;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The system property {@code leat.tpcds.last} gives the number of the last query that is run. By default it is the one
 * before q64, whose plan keeps a cross join in place of an order of joins, which takes Spark very long.
 */
final class TestTpcdsPlansOnSpark {
    private static final int LAST = Integer.getInteger("leat.tpcds.last", 63);

    @TestFactory
    Stream<DynamicTest> planGivesTheAnswerOfTheText() {
        SparkRoundTrip roundTrip = new SparkRoundTrip(TpcdsData.tables(Path.of("target", "tpc")));
        return TpcTexts.tpcdsQueries().entrySet().stream()
                .filter(query -> number(query.getKey()) <= LAST)
                .map(query -> test(roundTrip, query));
    }

    private static int number(String name) {
        return Integer.parseInt(name.replaceAll("[^0-9]", ""));
    }

    private static DynamicTest test(SparkRoundTrip roundTrip, Map.Entry<String, String> query) {
        return DynamicTest.dynamicTest(
                query.getKey(),
                () -> assertThat(roundTrip.difference(query.getValue())).isEmpty());
    }
}
