package dev.leat.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Looks, after each test, for the states that it has left in its temporary folders, whatever process wrote them, and fails it where
 * one breaks the law of {@link ConservedState}. It is registered for all tests that have the test kit on their class path.
 */
public final class StateAudit implements AfterEachCallback, AfterAllCallback {
    private static final Set<Path> FOLDERS = ConcurrentHashMap.newKeySet();
    private static final Map<Path, String> SEEN = new ConcurrentHashMap<>();
    private static final Tally TALLY = new Tally();
    private static final String DATABASE = "state.duckdb";

    /** Makes the temporary folders of tests, and remembers them. */
    public static final class Folders implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
            Path folder = Files.createTempDirectory("junit-");
            FOLDERS.add(folder);
            return folder;
        }
    }

    /** What was audited in this process. */
    private static final class Tally implements AutoCloseable {
        private long states;
        private long reads;
        private final Map<String, Long> unreadable = new HashMap<>();

        synchronized void add(ConservedState state) {
            states++;
            reads += state.reads();
        }

        synchronized void addUnreadable(String reason) {
            unreadable.merge(reason, 1L, Long::sum);
        }

        synchronized long states() {
            return states;
        }

        @Override
        public synchronized void close() {
            if (states > 0 || !unreadable.isEmpty()) {
                System.out.println("audited " + states + " states with " + reads + " reads of sources; not readable "
                        + unreadable);
            }
        }
    }

    /** How many states were audited in this process. */
    public static long states() {
        return TALLY.states();
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        audit(test);
    }

    @Override
    public void afterAll(ExtensionContext tests) throws IOException {
        audit(tests);
    }

    private static void audit(ExtensionContext test) throws IOException {
        test.getRoot()
                .getStore(ExtensionContext.Namespace.create(StateAudit.class))
                .computeIfAbsent(Tally.class, key -> TALLY);
        FOLDERS.removeIf(folder -> !Files.isDirectory(folder));
        List<String> violations = new ArrayList<>();
        for (Path folder : FOLDERS) {
            for (Path database : databases(folder)) {
                violations.addAll(violations(database));
            }
        }
        ConservedState.requireNone(violations);
    }

    private static List<Path> databases(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith(DATABASE)).toList();
        } catch (NoSuchFileException | UncheckedIOException e) {
            // A process that goes on after its test removes files; its last state is looked at after the next.
            return List.of();
        }
    }

    private static String version(Path file) throws IOException {
        return Files.size(file) + " " + Files.getLastModifiedTime(file);
    }

    private static List<String> violations(Path database) throws IOException {
        try {
            Path log = database.resolveSibling(database.getFileName() + ".wal");
            String version = version(database) + (Files.exists(log) ? " " + version(log) : "");
            if (version.equals(SEEN.put(database, version))) {
                return List.of();
            }
            ConservedState state = ConservedState.of(database);
            TALLY.add(state);
            return state.violations();
        } catch (NoSuchFileException e) {
            return List.of(); // A process that goes on after its test may still be at work.
        } catch (SQLException e) {
            // Tests of damaged states, and of older ones, make such.
            TALLY.addUnreadable(String.valueOf(e.getMessage()).replaceAll("(?s)[:\\n].*", ""));
            return List.of();
        }
    }
}
