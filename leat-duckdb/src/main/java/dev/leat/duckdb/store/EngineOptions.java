package dev.leat.duckdb.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the embedded engine uses the machine.
 *
 * @param state the folder of the state; in memory if absent
 * @param threads that DuckDB uses
 * @param memoryBytesMax of DuckDB; beyond it spills to the state's folder
 */
public record EngineOptions(Optional<Path> state, int threads, long memoryBytesMax) {
    /** In memory, with all processors and half of the machine's memory. */
    public static EngineOptions inMemory() {
        return new EngineOptions(Optional.empty(), processors(), defaultMemoryBytes());
    }

    /** A state folder, with all processors and half of the machine's memory. */
    public static EngineOptions at(Path state) {
        return new EngineOptions(Optional.of(state), processors(), defaultMemoryBytes());
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static long defaultMemoryBytes() {
        java.lang.management.OperatingSystemMXBean system =
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getTotalMemorySize() / 2
                : 4L << 30;
    }
}
