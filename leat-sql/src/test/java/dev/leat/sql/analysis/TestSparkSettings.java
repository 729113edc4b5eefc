package dev.leat.sql.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Settings;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class TestSparkSettings {
    @Test
    void threadOfNativeCodeFindsResources() throws InterruptedException {
        SparkSettings settings = SparkSettings.of(Settings.DEFAULT);
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        Thread thread = new Thread(
                () -> seen.set(settings.within(() -> Thread.currentThread().getContextClassLoader())));
        thread.setContextClassLoader(null);

        thread.start();
        thread.join();

        assertThat(seen.get()).isSameAs(SparkSettings.class.getClassLoader());
    }
}
