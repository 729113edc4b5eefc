package dev.leat.conformance.tpc;

import dev.leat.error.Checks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.TPCDSSchema;
import scala.jdk.javaapi.CollectionConverters;

/** Query texts and schemas, read from the jar of Spark's tests. */
public final class TpcTexts {
    private static final List<Integer> IN_TWO_PARTS = List.of(14, 23, 24, 39);
    private static final Pattern COLUMN = Pattern.compile("`(\\w+)`\\s+([A-Z]+(?:\\(\\d+(?:,\\s*\\d+)?\\))?)");

    private TpcTexts() {}

    /** The 22 queries of TPC-H, by name. */
    public static Map<String, String> tpchQueries() {
        Map<String, String> queries = new LinkedHashMap<>();
        for (int i = 1; i <= 22; i++) {
            queries.put("q" + i, resource("tpch/q" + i + ".sql"));
        }
        return queries;
    }

    /** The 99 queries of TPC-DS 1.4, by name; four of them consist of two parts, {@code a} and {@code b}. */
    public static Map<String, String> tpcdsQueries() {
        Map<String, String> queries = new LinkedHashMap<>();
        for (int i = 1; i <= 99; i++) {
            for (String part : IN_TWO_PARTS.contains(i) ? List.of("a", "b") : List.of("")) {
                queries.put("q" + i + part, resource("tpcds/q" + i + part + ".sql"));
            }
        }
        return queries;
    }

    /** The columns of the TPC-DS tables, by table name. */
    public static Map<String, List<TpcColumn>> tpcdsColumns() {
        Map<String, String> declarations = new TreeMap<>();
        // The schema is a Scala trait: its initialiser hands the values to whoever implements it.
        TPCDSSchema schema = (TPCDSSchema) Proxy.newProxyInstance(
                TpcTexts.class.getClassLoader(), new Class<?>[] {TPCDSSchema.class}, (proxy, method, arguments) -> {
                    if (method.getName().endsWith("tableColumns_$eq")) {
                        CollectionConverters.asJava((scala.collection.Map<?, ?>) arguments[0])
                                .forEach((name, columns) -> declarations.put((String) name, (String) columns));
                    }
                    return null;
                });
        TPCDSSchema.$init$(schema);
        Map<String, List<TpcColumn>> tables = new TreeMap<>();
        declarations.forEach((name, text) -> {
            List<TpcColumn> columns = new ArrayList<>();
            for (Matcher matcher = COLUMN.matcher(text); matcher.find(); ) {
                columns.add(new TpcColumn(matcher.group(1), matcher.group(2)));
            }
            tables.put(name, columns);
        });
        Checks.verify(tables.size() == 24, "TPC-DS has 24 tables");
        return tables;
    }

    private static String resource(String path) {
        try (InputStream stream = TpcTexts.class.getClassLoader().getResourceAsStream(path)) {
            if (stream == null) {
                throw new IOException("No resource " + path);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
