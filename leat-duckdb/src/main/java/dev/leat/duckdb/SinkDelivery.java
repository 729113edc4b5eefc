package dev.leat.duckdb;

import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.duckdb.store.SinkLog;
import dev.leat.error.FileErrors;
import dev.leat.fault.FaultPoint;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;

/**
 * Brings the files of sinks to where readers see them, once the commit that decided on them is published. Each step may
 * be done again: a process that is killed in between leaves the rest to the next run.
 */
final class SinkDelivery {
    private final SinkLog log;

    SinkDelivery(SinkLog log) {
        this.log = log;
    }

    /** Makes the moves and removals of published commits, and drops what else is staged. */
    void deliver() {
        try {
            List<SinkLog.OutboxRow> rows = log.outbox();
            List<String> staging = log.staging();
            if (rows.isEmpty() && staging.isEmpty()) {
                return;
            }
            for (SinkLog.OutboxRow row : rows) {
                Path published = Path.of(row.published());
                if (row.staged().isPresent()) {
                    move(Path.of(row.staged().get()), published);
                    FaultPoint.SINK_FILE_MOVED.reach();
                } else {
                    remove(published);
                    FaultPoint.SINK_FILE_REMOVED.reach();
                }
            }
            rows.stream()
                    .map(row -> Path.of(row.published()).toAbsolutePath().getParent())
                    .distinct()
                    .forEach(DurableFiles::force);
            FaultPoint.SINK_FILES_MOVED.reach();
            for (String folder : staging) {
                drop(Path.of(folder));
            }
            FaultPoint.STAGING_DROPPED.reach();
            log.clear();
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "deliver to the sinks");
        }
    }

    /** Drops what is staged, unless a published commit waits for it. */
    void discard() {
        try {
            if (log.outbox().isEmpty()) {
                deliver();
            }
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "drop the files of sinks");
        }
    }

    private static void move(Path staged, Path published) {
        try {
            if (Files.exists(staged)) {
                Files.move(staged, published, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw FileErrors.convert(
                    e,
                    "move " + staged + " to " + published + ", which the next run tries again, as its commit is done");
        }
    }

    private static void remove(Path published) {
        try {
            // A folder or link in its place is not ours.
            if (Files.isRegularFile(published, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(published);
            }
        } catch (IOException e) {
            throw FileErrors.convert(
                    e, "remove " + published + ", which the next run tries again, as its commit is done");
        }
    }

    /** Drops a folder in which files waited, with what is left there. */
    static void drop(Path staging) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(staging)) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(staging);
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Dropped before.
            return;
        } catch (IOException e) {
            throw FileErrors.convert(e, "drop the folder " + staging);
        }
    }
}
