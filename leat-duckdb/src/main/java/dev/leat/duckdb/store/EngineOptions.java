package dev.leat.duckdb.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the embedded engine uses the machine.
 *
 * @param state the folder of the state; in memory if absent
 * @param threads that DuckDB uses
 * @param memoryLimit of DuckDB, such as {@code 4GiB} or {@code 50%} of the machine's; beyond it spills to the state's folder
 */
public record EngineOptions(Optional<Path> state, int threads, String memoryLimit) {
    private static final String HALF = "50%";

    /** In memory, with all processors and half of the machine's memory. */
    public static EngineOptions inMemory() {
        return new EngineOptions(Optional.empty(), processors(), HALF);
    }

    /** A state folder, with all processors and half of the machine's memory. */
    public static EngineOptions at(Path state) {
        return new EngineOptions(Optional.of(state), processors(), HALF);
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }
}
