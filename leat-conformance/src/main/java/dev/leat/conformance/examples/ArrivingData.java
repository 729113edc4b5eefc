package dev.leat.conformance.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Files that arrive piece by piece in several folders alike: those of lines grow, Parquet files are replaced by greater ones. */
final class ArrivingData {
    private static final String PARQUET = ".parquet";

    private final Path all;
    private final List<Path> folders;
    private final SplittableRandom random;
    private final Map<Path, Double> shares = new HashMap<>();

    /**
     * Data of which nothing has arrived.
     *
     * @param all what is to arrive
     * @param folders where
     */
    ArrivingData(Path all, List<Path> folders, long seed) {
        this.all = all;
        this.folders = List.copyOf(folders);
        this.random = new SplittableRandom(seed);
    }

    /** Has more arrive of most files. */
    void arrive() throws IOException, SQLException {
        for (Path file : files()) {
            double before = shares.getOrDefault(file, 0.0);
            boolean waits = before > 0 && random.nextInt(3) == 0;
            if (!waits) {
                arrive(file, before + (1 - before) * (0.2 + 0.4 * random.nextDouble()));
            }
        }
    }

    /** Has all that is left arrive. */
    void arriveWhole() throws IOException, SQLException {
        for (Path file : files()) {
            arrive(file, 1);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.walk(all)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void arrive(Path file, double share) throws IOException, SQLException {
        shares.put(file, share);
        if (file.toString().endsWith(PARQUET)) {
            replace(file, share);
        } else {
            grow(file, share);
        }
    }

    private void grow(Path file, double share) throws IOException {
        byte[] content = Files.readAllBytes(file);
        int end = (int) (content.length * share);
        while (end < content.length && content[end - 1] != '\n') {
            end++;
        }
        for (Path folder : folders) {
            Path target = target(folder, file);
            int there = Files.exists(target) ? (int) Files.size(target) : 0;
            Files.write(
                    target,
                    Arrays.copyOfRange(content, there, Math.max(there, end)),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private void replace(Path file, double share) throws IOException, SQLException {
        Path written = Files.createTempFile("leat-", PARQUET);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(String.format(
                    Locale.ROOT,
                    "COPY (SELECT * EXCLUDE (leat_row) FROM (SELECT *, row_number() OVER () AS leat_row FROM read_parquet('%s'))"
                            + " WHERE hash(leat_row) %% 1000 < %d) TO '%s' (FORMAT parquet)",
                    file,
                    (int) (share * 1000),
                    written));
        }
        for (Path folder : folders) {
            Path target = target(folder, file);
            Path beside = target.resolveSibling("." + target.getFileName());
            Files.copy(written, beside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.delete(written);
    }

    private Path target(Path folder, Path file) throws IOException {
        Path target = folder.resolve(all.relativize(file).toString());
        Files.createDirectories(target.getParent());
        return target;
    }
}
