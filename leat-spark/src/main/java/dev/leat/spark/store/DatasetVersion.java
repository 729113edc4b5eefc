package dev.leat.spark.store;

import java.util.List;

/**
 * A dataset as of a commit.
 *
 * @param name its full name
 * @param kind as the statement that creates it names it
 * @param columns its schema as JSON
 * @param program a digest of what decides the content but the data
 * @param since the commit from which on records became rows by this program
 * @param seen the commit whose inputs the content has
 * @param changed the commit that last changed the content
 * @param refreshedMicros when it was last refreshed, in microseconds since 1970
 * @param table the name of its table
 * @param states the names of the tables with the rows of its operators
 */
public record DatasetVersion(
        String name,
        String kind,
        String columns,
        String program,
        long since,
        long seen,
        long changed,
        long refreshedMicros,
        String table,
        List<String> states) {
    public DatasetVersion {
        states = List.copyOf(states);
    }

    /** The same content without what its change needs. */
    public DatasetVersion withoutStates() {
        return new DatasetVersion(
                name, kind, columns, program, since, seen, changed, refreshedMicros, table, List.of());
    }
}
