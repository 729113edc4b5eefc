package dev.leat.conformance.suite;

import dev.leat.pipeline.Settings;

/** An engine under test. Tables are prepared by a {@link Fixtures}; views are the engine's own matter. */
public interface QueryRunner extends AutoCloseable {
    /** A new file starts: views and settings of the one before are gone. */
    void begin(Settings settings);

    /** The settings change within a file. */
    void change(Settings settings);

    /** A CREATE VIEW statement, kept as a definition; an answer without rows if it is accepted. */
    QueryOutcome define(String statement);

    /** A statement that prepared something was run; it may have changed a view. */
    void prepared(String statement);

    /** A query. */
    QueryOutcome query(String sql);

    @Override
    void close();
}
