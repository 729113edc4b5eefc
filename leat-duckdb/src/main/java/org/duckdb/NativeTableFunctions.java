package org.duckdb;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Registers table functions without parameters; see {@link NativeFunctions} for their life and threads. */
public final class NativeTableFunctions {
    private NativeTableFunctions() {}

    /** A column of a table function. */
    public record ResultColumn(String name, NativeType type) {}

    /** The signature of a table function without parameters. */
    public record TableDefinition(String name, List<ResultColumn> columns) {}

    /**
     * The body of a table function.
     *
     * @param <G> what one use of the function in a query has; closed at its end
     * @param <L> what each thread of it has; closed at its end
     */
    public interface TableBody<G extends DuckDBTableFunctionState, L extends DuckDBTableFunctionState> {
        /** An estimate of the count of rows, for the next use. */
        long cardinality();

        /** Begins a use of the function, in which the columns at the given indices are asked for. */
        G open(int[] columns) throws Exception;

        /** How many threads can work at once. */
        int threadsMax(G use);

        /** Begins the work of one thread. */
        L openThread(G use) throws Exception;

        /** Fills the chunk, and sets its count of rows; a chunk without rows ends the thread's work. */
        void read(G use, L thread, ByteBuffer chunk) throws Exception;
    }

    /** Registers a table function; the types of its columns must stay open as long as it is used. */
    public static <G extends DuckDBTableFunctionState, L extends DuckDBTableFunctionState> void register(
            Connection connection,
            TableDefinition definition,
            TableBody<G, L> body,
            Function<Throwable, String> describe)
            throws SQLException {
        ByteBuffer function = DuckDBBindings.duckdb_create_table_function();
        try {
            DuckDBBindings.duckdb_table_function_set_name(function, NativeType.utf8(definition.name()));
            DuckDBBindings.duckdb_table_function_supports_projection_pushdown(function, true);
            DuckDBBindings.duckdb_table_function_set_extra_info(function, new Table<>(definition, body, describe));
            DuckDBBindings.duckdb_table_function_set_bind(function);
            DuckDBBindings.duckdb_table_function_set_init(function);
            DuckDBBindings.duckdb_table_function_set_local_init(function);
            DuckDBBindings.duckdb_table_function_set_function(function);
            DuckDBConnection native_ = connection.unwrap(DuckDBConnection.class);
            native_.connRefLock.lock();
            try {
                native_.checkOpen();
                NativeFunctions.check(
                        DuckDBBindings.duckdb_register_table_function(native_.connRef, function), definition.name());
            } finally {
                native_.connRefLock.unlock();
            }
        } finally {
            DuckDBBindings.duckdb_destroy_table_function(function);
        }
    }

    private static final class Table<G extends DuckDBTableFunctionState, L extends DuckDBTableFunctionState>
            extends DuckDBTableFunctionWrapper {
        private final TableDefinition definition;
        private final TableBody<G, L> body;
        private final Function<Throwable, String> describe;

        Table(TableDefinition definition, TableBody<G, L> body, Function<Throwable, String> describe) {
            super(new Never());
            this.definition = definition;
            this.body = body;
            this.describe = describe;
        }

        @Override
        public void executeBind(ByteBuffer info) {
            try {
                for (ResultColumn column : definition.columns()) {
                    DuckDBBindings.duckdb_bind_add_result_column(
                            info, NativeType.utf8(column.name()), column.type().reference());
                }
                DuckDBBindings.duckdb_bind_set_cardinality(info, body.cardinality(), false);
            } catch (Throwable e) {
                DuckDBBindings.duckdb_bind_set_error(info, NativeType.utf8(describe.apply(e)));
            }
        }

        @Override
        public void executeGlobalInit(ByteBuffer info) {
            try {
                int[] columns = new int[Math.toIntExact(DuckDBBindings.duckdb_init_get_column_count(info))];
                for (int i = 0; i < columns.length; i++) {
                    columns[i] = Math.toIntExact(DuckDBBindings.duckdb_init_get_column_index(info, i));
                }
                G use = body.open(columns);
                DuckDBBindings.duckdb_init_set_max_threads(info, body.threadsMax(use));
                DuckDBBindings.duckdb_init_set_init_data(info, use);
            } catch (Throwable e) {
                DuckDBBindings.duckdb_init_set_error(info, NativeType.utf8(describe.apply(e)));
            }
        }

        /** The state of a thread; which use of the function it works for is known at the first call only. */
        private static final class ThreadState<L extends DuckDBTableFunctionState> implements DuckDBTableFunctionState {
            private final List<L> opened = new ArrayList<>(1);

            @Override
            public void close() throws Exception {
                for (L thread : opened) {
                    thread.close();
                }
            }
        }

        @Override
        public void executeLocalInit(ByteBuffer info) {
            DuckDBBindings.duckdb_init_set_init_data(info, new ThreadState<L>());
        }

        @Override
        @SuppressWarnings("unchecked") // What init and local init have put there.
        public void executeFunction(ByteBuffer info, ByteBuffer chunk) {
            try {
                G use = (G) DuckDBBindings.duckdb_function_get_init_data(info);
                ThreadState<L> state = (ThreadState<L>) DuckDBBindings.duckdb_function_get_local_init_data(info);
                if (state.opened.isEmpty()) {
                    state.opened.add(body.openThread(use));
                }
                body.read(use, state.opened.get(0), chunk);
            } catch (Throwable e) {
                DuckDBBindings.duckdb_function_set_error(info, NativeType.utf8(describe.apply(e)));
            }
        }
    }

    /** Stands for the function of the driver's own interface, which is not used. */
    private static final class Never implements DuckDBTableFunction<Object, Object, Object> {
        private static final String UNUSED = "functions are called natively, not through the driver's interface";

        @Override
        public Object bind(DuckDBTableFunctionBindInfo info) {
            throw new UnsupportedOperationException(UNUSED);
        }

        @Override
        public Object init(DuckDBTableFunctionInitInfo info) {
            throw new UnsupportedOperationException(UNUSED);
        }

        @Override
        public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk) {
            throw new UnsupportedOperationException(UNUSED);
        }
    }
}
