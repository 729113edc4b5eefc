package org.duckdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A type of DuckDB, made from its SQL text. To be closed. */
public final class NativeType implements AutoCloseable {
    private static final String PROBE = "leat_type_of";
    private static final int BOOLEAN = 1;
    private static final int ANY = 34;

    private final ByteBuffer reference;

    private NativeType(ByteBuffer reference) {
        this.reference = reference;
    }

    ByteBuffer reference() {
        return reference;
    }

    @Override
    public void close() {
        DuckDBBindings.duckdb_destroy_logical_type(reference);
    }

    /**
     * The types of the given texts. The driver can build types only piecewise and maps not at all, so a function that
     * accepts anything is called with a NULL of each type, and keeps the type it sees.
     */
    public static List<NativeType> parse(Connection connection, List<String> texts) throws SQLException {
        List<NativeType> types = new ArrayList<>();
        List<ByteBuffer> seen = new ArrayList<>();
        ByteBuffer any = DuckDBBindings.duckdb_create_logical_type(ANY);
        ByteBuffer bool = DuckDBBindings.duckdb_create_logical_type(BOOLEAN);
        try (NativeType anything = new NativeType(any);
                NativeType result = new NativeType(bool);
                Statement statement = connection.createStatement()) {
            NativeFunctions.register(
                    connection,
                    new NativeFunctions.ScalarDefinition(PROBE, List.of(anything), result),
                    (chunk, vector) -> {
                        ByteBuffer column = DuckDBBindings.duckdb_data_chunk_get_vector(chunk, 0);
                        seen.add(DuckDBBindings.duckdb_vector_get_column_type(column));
                    },
                    problem -> String.valueOf(problem));
            for (String text : texts) {
                seen.clear();
                statement
                        .executeQuery("SELECT " + PROBE + "(CAST(NULL AS " + text + "))")
                        .close();
                types.add(new NativeType(seen.get(0)));
            }
        }
        return types;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
