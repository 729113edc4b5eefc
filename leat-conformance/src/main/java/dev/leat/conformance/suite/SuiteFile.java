package dev.leat.conformance.suite;

import java.util.List;
import java.util.Map;

/**
 * A file of the suite.
 *
 * @param name within the suite's folder, such as {@code subquery/subquery-offset.sql}
 * @param configuration the file's {@code --SET} lines
 * @param queries in order, as the golden file has them
 */
public record SuiteFile(String name, Map<String, String> configuration, List<GoldenQuery> queries) {
    public SuiteFile {
        configuration = Map.copyOf(configuration);
        queries = List.copyOf(queries);
    }

    /** The first folder of the name, or nothing. */
    public String folder() {
        int slash = name.indexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }
}
