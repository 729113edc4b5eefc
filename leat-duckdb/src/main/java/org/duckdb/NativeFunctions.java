package org.duckdb;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/**
 * Registers functions whose bodies work on vectors of any type. A function is visible in all connections of the database
 * instance until it is closed; it can be replaced, by another of the same name and parameters, but not removed. DuckDB
 * attaches its threads to the JVM for the time of one callback only, so callbacks see a new Java thread each time.
 */
public final class NativeFunctions {
    private NativeFunctions() {}

    /** The body of a scalar function. */
    public interface ScalarBody {
        /** Computes the result of every row of the chunk, rows with NULL included. */
        void apply(ByteBuffer chunk, ByteBuffer result) throws Exception;
    }

    /** The signature of a scalar function; equal arguments give equal results. */
    public record ScalarDefinition(String name, List<NativeType> parameters, NativeType result) {}

    /**
     * Registers a scalar function.
     *
     * @param describe the text of the query's error when the body throws
     */
    public static void register(
            Connection connection, ScalarDefinition definition, ScalarBody body, Function<Throwable, String> describe)
            throws SQLException {
        ByteBuffer function = DuckDBBindings.duckdb_create_scalar_function();
        try {
            DuckDBBindings.duckdb_scalar_function_set_name(function, NativeType.utf8(definition.name()));
            for (NativeType parameter : definition.parameters()) {
                DuckDBBindings.duckdb_scalar_function_add_parameter(function, parameter.reference());
            }
            DuckDBBindings.duckdb_scalar_function_set_return_type(
                    function, definition.result().reference());
            // Otherwise a literal NULL argument gives NULL without a call.
            DuckDBBindings.duckdb_scalar_function_set_special_handling(function);
            DuckDBBindings.duckdb_scalar_function_set_extra_info(function, new Scalar(body, describe));
            DuckDBBindings.duckdb_scalar_function_set_function(function);
            DuckDBConnection native_ = connection.unwrap(DuckDBConnection.class);
            native_.connRefLock.lock();
            try {
                native_.checkOpen();
                check(DuckDBBindings.duckdb_register_scalar_function(native_.connRef, function), definition.name());
            } finally {
                native_.connRefLock.unlock();
            }
        } finally {
            DuckDBBindings.duckdb_destroy_scalar_function(function);
        }
    }

    static void check(int state, String name) throws SQLException {
        if (state != 0) {
            throw new SQLException("DuckDB did not accept the function " + name
                    + "; a transaction that failed before accepts none until it is rolled back");
        }
    }

    private static final class Scalar extends DuckDBScalarFunctionWrapper {
        private final ScalarBody body;
        private final Function<Throwable, String> describe;

        Scalar(ScalarBody body, Function<Throwable, String> describe) {
            super((chunk, vector) -> {});
            this.body = body;
            this.describe = describe;
        }

        @Override
        public void execute(ByteBuffer info, ByteBuffer chunk, ByteBuffer result) {
            try {
                body.apply(chunk, result);
            } catch (Throwable e) {
                DuckDBBindings.duckdb_scalar_function_set_error(info, NativeType.utf8(describe.apply(e)));
            }
        }
    }
}
