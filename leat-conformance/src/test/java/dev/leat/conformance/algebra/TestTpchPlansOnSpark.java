package dev.leat.conformance.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.tpc.TpcTexts;
import dev.leat.conformance.tpc.TpchData;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class TestTpchPlansOnSpark {
    private static final double SCALE = 0.01;

    @TestFactory
    Stream<DynamicTest> planGivesTheAnswerOfTheText() {
        SparkRoundTrip roundTrip = new SparkRoundTrip(TpchData.tables(Path.of("target", "tpc"), SCALE));
        return TpcTexts.tpchQueries().entrySet().stream().map(query -> test(roundTrip, query));
    }

    private static DynamicTest test(SparkRoundTrip roundTrip, Map.Entry<String, String> query) {
        return DynamicTest.dynamicTest(
                query.getKey(),
                () -> assertThat(roundTrip.difference(query.getValue())).isEmpty());
    }
}
