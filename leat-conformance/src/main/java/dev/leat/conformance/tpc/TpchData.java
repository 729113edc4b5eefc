package dev.leat.conformance.tpc;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import io.trino.tpch.TpchEntity;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** The eight tables of TPC-H at a scale, generated once into a folder. */
public final class TpchData {
    private static final String VERSION = "1";
    private static final Map<String, String> SCHEMAS = Map.of(
            "region", "r_regionkey BIGINT, r_name STRING, r_comment STRING",
            "nation", "n_nationkey BIGINT, n_name STRING, n_regionkey BIGINT, n_comment STRING",
            "supplier",
                    "s_suppkey BIGINT, s_name STRING, s_address STRING, s_nationkey BIGINT, s_phone STRING,"
                            + " s_acctbal DECIMAL(12;2), s_comment STRING",
            "customer",
                    "c_custkey BIGINT, c_name STRING, c_address STRING, c_nationkey BIGINT, c_phone STRING,"
                            + " c_acctbal DECIMAL(12;2), c_mktsegment STRING, c_comment STRING",
            "part",
                    "p_partkey BIGINT, p_name STRING, p_mfgr STRING, p_brand STRING, p_type STRING, p_size INT,"
                            + " p_container STRING, p_retailprice DECIMAL(12;2), p_comment STRING",
            "partsupp",
                    "ps_partkey BIGINT, ps_suppkey BIGINT, ps_availqty INT, ps_supplycost DECIMAL(12;2),"
                            + " ps_comment STRING",
            "orders",
                    "o_orderkey BIGINT, o_custkey BIGINT, o_orderstatus STRING, o_totalprice DECIMAL(12;2),"
                            + " o_orderdate DATE, o_orderpriority STRING, o_clerk STRING, o_shippriority INT,"
                            + " o_comment STRING",
            "lineitem",
                    "l_orderkey BIGINT, l_partkey BIGINT, l_suppkey BIGINT, l_linenumber INT,"
                            + " l_quantity DECIMAL(12;2), l_extendedprice DECIMAL(12;2), l_discount DECIMAL(12;2),"
                            + " l_tax DECIMAL(12;2), l_returnflag STRING, l_linestatus STRING, l_shipdate DATE,"
                            + " l_commitdate DATE, l_receiptdate DATE, l_shipinstruct STRING, l_shipmode STRING,"
                            + " l_comment STRING");

    private TpchData() {}

    /** The tables at the scale factor, in a subfolder of the cache; what is there already is kept. */
    public static List<TpcTable> tables(Path cache, double scale) {
        Path folder = cache.resolve("tpch-" + VERSION + "-sf" + scale).toAbsolutePath();
        return generate(folder, scale, file -> !Files.exists(file));
    }

    /** The tables at the scale factor, written anew into the folder. */
    static List<TpcTable> write(Path folder, double scale) {
        return generate(folder, scale, file -> true);
    }

    private static List<TpcTable> generate(Path folder, double scale, Predicate<Path> isWanted) {
        List<TpcTable> tables = new ArrayList<>();
        try (ParquetFiles files = new ParquetFiles()) {
            for (io.trino.tpch.TpchTable<?> generator : io.trino.tpch.TpchTable.getTables()) {
                String name = generator.getTableName();
                TpcTable table = new TpcTable(name, columns(name), folder.resolve(name + ".parquet"));
                if (isWanted.test(table.file())) {
                    files.write(table, rows(generator, scale, table.columns()));
                }
                tables.add(table);
            }
        } catch (SQLException | IOException e) {
            throw new LeatException(ErrorCode.IO, "Cannot generate TPC-H data in " + folder, e);
        }
        return tables;
    }

    private static List<TpcColumn> columns(String table) {
        List<TpcColumn> columns = new ArrayList<>();
        for (String column : Objects.requireNonNull(SCHEMAS.get(table)).split(", ")) {
            String[] parts = column.split(" ");
            columns.add(new TpcColumn(parts[0], parts[1].replace(';', ',')));
        }
        return columns;
    }

    private static Iterator<List<Object>> rows(
            io.trino.tpch.TpchTable<?> generator, double scale, List<TpcColumn> columns) {
        Iterator<? extends TpchEntity> entities =
                generator.createGenerator(scale, 1, 1).iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entities.hasNext();
            }

            @Override
            public List<Object> next() {
                String[] texts = entities.next().toLine().split("\\|", -1);
                List<Object> row = new ArrayList<>(columns.size());
                for (int i = 0; i < columns.size(); i++) {
                    row.add(value(texts[i], columns.get(i).type()));
                }
                return row;
            }
        };
    }

    private static Object value(String text, String type) {
        return switch (type) {
            case "BIGINT" -> Long.valueOf(text);
            case "INT" -> Integer.valueOf(text);
            case "DATE" -> LocalDate.parse(text);
            case "STRING" -> text;
            default -> new BigDecimal(text).setScale(2);
        };
    }
}
