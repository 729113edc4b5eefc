package dev.leat.duckdb.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process that is killed leaves no copy of the library. */
final class TestNativeLibrary {
    @Test
    @EnabledOnOs(OS.LINUX)
    void theCopyInUseHasNoName() throws IOException {
        Database.open(EngineOptions.inMemory()).close();

        List<String> mapped = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains("libduckdb_java"))
                .toList();
        assertThat(mapped).isNotEmpty().allMatch(line -> line.endsWith("(deleted)"));
    }
}
