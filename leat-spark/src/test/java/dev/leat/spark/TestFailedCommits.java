package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Pipeline;
import dev.leat.run.RunReport;
import dev.leat.spi.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits of a process that lives on after a write has failed. */
final class TestFailedCommits {
    @TempDir
    private Path folder;

    private final FailingWrites failing = new FailingWrites();
    private Shop shop;
    private Pipeline pipeline;

    @BeforeEach
    void open() {
        shop = Shop.in(folder).customer("c1", "1,Ann", "2,Bob").order("o1", "1,1,10", "2,2,20", "3,1,30");
        pipeline = shop.pipeline();
    }

    @AfterEach
    void close() {
        failing.close();
    }

    @Test
    void datasetThatCannotBeWrittenIsAsBeforeAndIsMendedByTheNextCommit() {
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, pipeline);
            int file = 0;
            for (String place : List.of("/default/totals/data", "/leat_state/", "/default/kept/metadata")) {
                Map<String, List<String>> before = shop.expected();
                shop.order("o2-" + file++, "5,1,7", "6,2,8");
                failing.at(place);
                RunReport report = Shop.report(engine, pipeline);
                failing.end();
                assertThat(report.outcomes())
                        .filteredOn(outcome -> outcome.status() == Outcome.Status.FAILED)
                        .as(place)
                        .hasSize(1)
                        .allSatisfy(outcome -> {
                            assertThat(outcome.problems().get(0).code()).isEqualTo(ErrorCode.IO);
                            String name = outcome.name().simpleName();
                            assertThat(Shop.rows(engine.spark(), name)).isEqualTo(before.get(name));
                        });
                Shop.run(engine, pipeline);
                shop.check(engine);
            }
        }
    }

    @Test
    void commitThatCannotBeMadeIsThatOfTheNextProcess() {
        Map<String, List<String>> before = shop.expected();
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, pipeline);
            shop.order("o2", "5,1,7", "6,2,8");
            failing.at("leat_commits");
            isIo(engine, "leat_commits");
            failing.end();
            isIo(engine, "run again");
        }
        try (SparkEngine next = shop.open()) {
            assertThat(Shop.rows(next)).isEqualTo(before);
            Shop.run(next, pipeline);
            shop.check(next);
        }
    }

    private void isIo(SparkEngine engine, String part) {
        LeatException thrown = catchThrowableOfType(LeatException.class, () -> Shop.report(engine, pipeline));
        assertThat(thrown).isNotNull().hasMessageContaining(part);
        assertThat(thrown.code()).isEqualTo(ErrorCode.IO);
    }
}
