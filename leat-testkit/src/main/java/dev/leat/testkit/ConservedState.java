package dev.leat.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a state says of the records of its sources, held against the law: of each source and commit those read are those accepted,
 * malformed, late and rejected, and what was not accepted is kept. A copy of the file is read, so that an engine may have it open.
 *
 * @param reads of sources, in commits, that were looked at
 * @param violations of the law, in words
 */
public record ConservedState(long reads, List<String> violations) {
    private static final String WAL = ".wal";

    /** A read of a source by a dataset or sink in a commit. */
    private static final String UNBALANCED = """
            SELECT 'commit ' || commit || ': ' || name || ' has read ' || read || ' of ' || source || ', and ' || accepted
              || ' accepted, ' || malformed || ' malformed, ' || late || ' late, ' || rejected || ' rejected'
            FROM leat.counts WHERE read IS DISTINCT FROM accepted + malformed + late + rejected
            """;

    /**
     * Since a dataset was last computed as a whole, which forgets what was kept before. Of a source that is read more than once in a
     * commit, each read counts its malformed records, and one of them is kept.
     */
    private static final String MALFORMED = """
            WITH wholes AS (SELECT key(name) AS dataset, max(commit) AS commit FROM leat.outcomes WHERE extent = 'WHOLE'
                            GROUP BY ALL),
              counted AS (SELECT key(name) AS dataset, key(source) AS source, sum(malformed) AS records
                          FROM leat.counts AS c WHERE commit >= (SELECT max(commit) FROM wholes AS w WHERE w.dataset = key(c.name))
                          GROUP BY ALL),
              kept AS (SELECT key(dataset) AS dataset, key(source) AS source, count(*) AS records
                       FROM leat.errors WHERE kind = 'malformed' GROUP BY ALL)
            SELECT dataset || ' has counted ' || coalesce(c.records, 0) || ' malformed records of ' || source || ', and '
              || coalesce(k.records, 0) || ' are kept'
            FROM counted AS c FULL JOIN kept AS k USING (dataset, source)
            WHERE dataset IN (SELECT key(array_to_string(name, '.')) FROM leat.datasets)
              AND (coalesce(k.records, 0) > coalesce(c.records, 0)
                   OR (coalesce(k.records, 0) = 0) <> (coalesce(c.records, 0) = 0))
            """;

    /** A malformed record whose row is late is not counted as late; one that is taken back is not kept any more. */
    private static final String LATE = """
            WITH kept AS (SELECT commit, key(dataset) AS dataset, key(source) AS source,
                            count(*) FILTER (position < 0) + count(DISTINCT (part, position)) FILTER (position >= 0) AS records
                          FROM leat.errors AS e WHERE kind = 'late' AND NOT EXISTS (
                            FROM leat.errors AS m WHERE m.kind = 'malformed' AND m.dataset = e.dataset AND m.source = e.source
                              AND m.part = e.part AND m.position = e.position)
                          GROUP BY ALL),
              counted AS (SELECT commit, key(name) AS dataset, key(source) AS source, sum(late) AS records FROM leat.counts
                          GROUP BY ALL)
            SELECT 'commit ' || commit || ': ' || dataset || ' has counted ' || coalesce(c.records, 0) || ' late records of '
              || source || ', and ' || k.records || ' are kept'
            FROM kept AS k LEFT JOIN counted AS c USING (commit, dataset, source)
            WHERE coalesce(c.records, 0) < k.records
            """;

    public ConservedState {
        violations = List.copyOf(violations);
    }

    /**
     * Reads a state.
     *
     * @param database its file
     * @throws SQLException where it is damaged, or of a format before the one that counts what is read
     */
    public static ConservedState of(Path database) throws IOException, SQLException {
        Path folder = Files.createTempDirectory("leat-audit-");
        Path copy = folder.resolve("state.duckdb");
        Path wal = database.resolveSibling(database.getFileName() + WAL);
        Path walCopy = folder.resolve(copy.getFileName() + WAL);
        try {
            Files.copy(database, copy);
            if (Files.exists(wal)) {
                Files.copy(wal, walCopy);
            }
            return ofCopy(copy);
        } finally {
            Files.deleteIfExists(walCopy);
            Files.deleteIfExists(copy);
            Files.delete(folder);
        }
    }

    /** Fails unless a state keeps the law. */
    public static void require(Path database) throws IOException, SQLException {
        requireNone(of(database).violations());
    }

    static void requireNone(List<String> violations) {
        if (!violations.isEmpty()) {
            throw new AssertionError("A state does not account for each record: " + String.join("; ", violations));
        }
    }

    private static ConservedState ofCopy(Path copy) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + copy);
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 1");
            statement.execute("CREATE TEMP MACRO key(name) AS lower(replace(name, '`', ''))");
            List<String> violations = new ArrayList<>();
            for (String law : List.of(UNBALANCED, MALFORMED, LATE)) {
                violations.addAll(texts(statement, law));
            }
            long reads = Long.parseLong(texts(statement, "SELECT count(*)::VARCHAR FROM leat.counts")
                    .get(0));
            return new ConservedState(reads, violations);
        }
    }

    private static List<String> texts(Statement statement, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
