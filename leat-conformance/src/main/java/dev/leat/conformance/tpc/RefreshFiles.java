package dev.leat.conformance.tpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The tables of TPC-H as folders of Parquet files, to which new orders come with their lines. */
final class RefreshFiles {
    /** Beyond the keys of any scale that is run here. */
    private static final long KEYS_OF_A_BATCH = 10_000_000_000L;

    private final List<TpcTable> generated;
    private final List<TpcTable> tables = new ArrayList<>();
    private int batches;

    /** Makes the folders anew, each with its table's one file. */
    RefreshFiles(List<TpcTable> generated, Path folder) throws IOException {
        this.generated = List.copyOf(generated);
        if (Files.exists(folder)) {
            try (Stream<Path> found = Files.walk(folder)) {
                for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        for (TpcTable table : generated) {
            Path files = Files.createDirectories(folder.resolve(table.name()));
            Files.createLink(files.resolve("0.parquet"), table.file());
            tables.add(new TpcTable(table.name(), table.columns(), files));
        }
    }

    /** The tables; the file of each is its folder. */
    List<TpcTable> tables() {
        return List.copyOf(tables);
    }

    /**
     * Adds a file of orders and one of their lines: copies of generated ones, spread over all dates, with keys of their own.
     *
     * @param share of the generated orders
     */
    void add(double share) throws SQLException {
        batches++;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            add(statement, "orders", "o_orderkey", share);
            add(statement, "lineitem", "l_orderkey", share);
        }
    }

    private void add(Statement statement, String name, String key, double share) throws SQLException {
        for (int i = 0; i < tables.size(); i++) {
            if (tables.get(i).name().equals(name)) {
                statement.execute(String.format(
                        Locale.ROOT,
                        "COPY (SELECT * REPLACE (CAST(%2$s + %3$d AS BIGINT) AS %2$s) FROM read_parquet('%1$s')"
                                + " WHERE hash(%2$s + %3$d) %% 1000000 < %4$d) TO '%5$s' (FORMAT parquet)",
                        generated.get(i).file(),
                        key,
                        batches * KEYS_OF_A_BATCH,
                        Math.round(share * 1_000_000),
                        tables.get(i).file().resolve(batches + ".parquet")));
            }
        }
    }
}
