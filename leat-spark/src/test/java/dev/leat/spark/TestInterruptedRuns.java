package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Pipeline;
import dev.leat.spark.store.FaultyFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are ended while their refreshes write: what they have written is taken back, and the process can go on. */
final class TestInterruptedRuns {
    private static final String NOTHING = "no such path";

    @TempDir
    private Path folder;

    private final AtomicReference<String> place = new AtomicReference<>(NOTHING);
    private final Thread runs = Thread.currentThread();

    private static Configuration configuration() {
        return LocalSpark.session().sparkContext().hadoopConfiguration();
    }

    @BeforeEach
    void install() {
        FaultyFiles.install(configuration(), (act, path) -> {
            if (act == FaultyFiles.Act.WRITE && path.contains(place.get())) {
                place.set(NOTHING);
                runs.interrupt();
            }
            return false;
        });
    }

    @AfterEach
    void remove() {
        FaultyFiles.remove(configuration());
    }

    @Test
    void runThatEndsWhileItWritesLeavesAllAsItWas() {
        Shop shop = Shop.in(folder).customer("c1", "1,Ann", "2,Bob").order("o1", "1,1,10", "2,2,20", "3,1,30");
        Pipeline pipeline = shop.pipeline();
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, pipeline);
            int file = 0;
            for (String written : List.of("/leat_state/", "/default/named/")) {
                Map<String, List<String>> before = shop.expected();
                shop.order("o2-" + file++, "5,1,7", "6,2,8");
                place.set(written);
                LeatException end = catchThrowableOfType(LeatException.class, () -> Shop.report(engine, pipeline));
                assertThat(place.get()).as(written + " was written").isEqualTo(NOTHING);
                assertThat(end).as(written).isNotNull();
                assertThat(end.code()).isEqualTo(ErrorCode.INTERRUPTED);
                assertThat(Shop.rows(engine)).as(written).isEqualTo(before);
                Shop.run(engine, pipeline);
                shop.check(engine);
            }
        }
    }
}
