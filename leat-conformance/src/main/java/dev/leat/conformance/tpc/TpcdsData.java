package dev.leat.conformance.tpc;

import dev.leat.error.Checks;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The 24 tables of TPC-DS with data of our own: the official columns and types, plausible keys, dates and NULLs, and
 * the values for which the queries ask. Not the official generator's data, so answers can only be compared between
 * engines.
 */
public final class TpcdsData {
    private static final String VERSION = "1";
    private static final long SEED = 20_010_401;

    private TpcdsData() {}

    /** The tables, in a subfolder of the cache; what is there already is kept. */
    public static List<TpcTable> tables(Path cache) {
        Path folder = cache.resolve("tpcds-" + VERSION).toAbsolutePath();
        List<TpcTable> tables = new ArrayList<>();
        TpcTexts.tpcdsColumns()
                .forEach((name, columns) -> tables.add(new TpcTable(name, columns, folder.resolve(name + ".parquet"))));
        if (!tables.stream().allMatch(table -> Files.exists(table.file()))) {
            generate(tables, folder);
        }
        return tables;
    }

    private static void generate(List<TpcTable> tables, Path folder) {
        TpcdsValues values = new TpcdsValues(
                new SplittableRandom(SEED),
                new LiteralPools(TpcTexts.tpcdsQueries().values()));
        TpcdsDimensions dimensions = new TpcdsDimensions(values);
        TpcdsFacts facts = new TpcdsFacts(values);
        try (ParquetFiles files = new ParquetFiles()) {
            for (TpcTable table : tables) {
                List<List<Object>> rows = new ArrayList<>();
                if (TpcdsDimensions.has(table.name())) {
                    String key = table.columns().get(0).name();
                    for (int i = 0; i < TpcdsDimensions.count(table.name()); i++) {
                        rows.add(complete(table, dimensions.row(table.name(), key, i), i, values));
                    }
                } else {
                    for (Map<String, Object> row : facts.rows(table.name())) {
                        rows.add(complete(table, row, rows.size(), values));
                    }
                }
                files.write(table, rows.iterator());
            }
        } catch (SQLException | IOException e) {
            throw new LeatException(ErrorCode.IO, "Cannot generate TPC-DS data in " + folder, e);
        }
    }

    private static List<Object> complete(TpcTable table, Map<String, Object> fixed, int index, TpcdsValues values) {
        Map<String, Object> rest = new HashMap<>(fixed);
        List<Object> row = new ArrayList<>();
        for (TpcColumn column : table.columns()) {
            Object value = rest.remove(column.name());
            row.add(value == null ? values.value(column, index) : value);
        }
        Checks.verify(rest.isEmpty(), "every generated value belongs to a column: " + rest.keySet());
        return row;
    }
}
