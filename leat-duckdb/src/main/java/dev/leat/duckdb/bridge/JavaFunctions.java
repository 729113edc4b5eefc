package dev.leat.duckdb.bridge;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.plan.Plan;
import dev.leat.spi.EvaluatorFactory;
import dev.leat.spi.EvaluatorProgram;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SourceScan;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.duckdb.NativeFunctions;
import org.duckdb.NativeFunctions.ScalarDefinition;
import org.duckdb.NativeTableFunctions;
import org.duckdb.NativeTableFunctions.ResultColumn;
import org.duckdb.NativeTableFunctions.TableDefinition;
import org.duckdb.NativeType;

/**
 * Java code as functions of one database instance. A function stays until the instance is closed, as DuckDB can't remove
 * it; so a program with the same origin is registered once. Functions must be registered outside a transaction: DuckDB
 * forgets them when it is rolled back, and a transaction that another connection began earlier does not see them.
 *
 * @param <O> what tells the caller where a function came from, when it fails
 */
public final class JavaFunctions<O> {
    private static final long ROWS_PER_BYTE_INVERSE = 64;

    /** DuckDB would replace a function of the same name without a word, so names are used once in the process. */
    private static final AtomicLong COUNT = new AtomicLong();

    private final Connection connection;
    private final EvaluatorFactory evaluators;
    private final Function<DataType, String> storage;
    private final Failures<O> failures = new Failures<>();
    private final Map<Key<O>, String> names = new HashMap<>();
    private final Map<EvaluatorProgram, EvaluatorPool> pools = new HashMap<>();

    private record Key<O>(EvaluatorProgram program, O origin) {}

    /**
     * No functions yet.
     *
     * @param storage the DuckDB type, as SQL, that stores values of a type
     */
    public JavaFunctions(Connection connection, EvaluatorFactory evaluators, Function<DataType, String> storage) {
        this.connection = connection;
        this.evaluators = evaluators;
        this.storage = storage;
    }

    /**
     * Makes a program a scalar function. An aggregate's function takes the list of the group's rows, structs of the
     * arguments, as in {@code name(list({'f0': a, 'f1': b} ORDER BY o) FILTER (WHERE p))}; NULL is a group without rows.
     * The text is not analysed before the first call.
     *
     * @return the function's name
     */
    public synchronized String register(EvaluatorProgram program, O origin) {
        Key<O> key = new Key<>(program, origin);
        String known = names.get(key);
        if (known != null) {
            return known;
        }
        String name = "leat_java_" + COUNT.incrementAndGet();
        EvaluatorPool pool = pools.computeIfAbsent(program, p -> new EvaluatorPool(evaluators, p));
        List<DataType> types = Stream.concat(
                        EvaluatorPool.parameters(program).stream(), Stream.of(program.resultType()))
                .toList();
        List<NativeType> natives = parse(types);
        try {
            int last = natives.size() - 1;
            NativeFunctions.register(
                    connection,
                    new ScalarDefinition(name, natives.subList(0, last), natives.get(last)),
                    pool::apply,
                    thrown -> failures.keep(origin, thrown));
        } catch (SQLException e) {
            throw notRegistered(e);
        } finally {
            natives.forEach(NativeType::close);
        }
        names.put(key, name);
        return name;
    }

    /** Makes a scan a table function without parameters; of records that do not fit only their count is kept. */
    public ReaderHandle register(SourceScan scan, O origin) {
        return register(scan, origin, record -> {});
    }

    /**
     * Makes a scan a table function without parameters.
     *
     * @param malformed is told each record that does not fit, by several threads
     */
    public synchronized ReaderHandle register(SourceScan scan, O origin, Consumer<MalformedRecord> malformed) {
        String name = "leat_reader_" + COUNT.incrementAndGet();
        List<String> fields = new ArrayList<>();
        List<DataType> types = new ArrayList<>();
        for (Field field : scan.schema()) {
            fields.add(field.name());
            types.add(field.type());
        }
        fields.add(SourceScan.METADATA_COLUMN);
        types.add(new DataType.StructType(scan.metadataFields()));
        fields.add(Plan.Scan.PART);
        types.add(DataType.Simple.STRING);
        fields.add(SourceScan.POSITION_COLUMN);
        types.add(DataType.Simple.BIGINT);
        List<NativeType> natives = parse(types);
        List<ResultColumn> columns = new ArrayList<>();
        for (int i = 0; i < natives.size(); i++) {
            columns.add(new ResultColumn("c" + i, natives.get(i)));
        }
        AtomicReference<ReadCounts> counts = new AtomicReference<>(ReadCounts.NONE);
        try {
            NativeTableFunctions.register(
                    connection,
                    new TableDefinition(name, columns, cardinality(scan)),
                    new ReaderFunction(scan, fields, types, new ReaderFunction.Outcome(counts, malformed)),
                    thrown -> failures.keep(origin, thrown));
        } catch (SQLException e) {
            throw notRegistered(e);
        }
        return new ReaderHandle(name, columns.stream().map(ResultColumn::name).toList(), counts);
    }

    /** A guess from the size of the files; only the join order depends on it. */
    private static long cardinality(SourceScan scan) {
        long bytes = scan.splits().stream().mapToLong(split -> split.length()).sum();
        return bytes / ROWS_PER_BYTE_INVERSE + 1;
    }

    /** What stands behind an error that DuckDB reported, if a function threw it; to be asked once per error. */
    public Optional<FunctionFailure<O>> findFailure(SQLException reported) {
        return failures.find(reported);
    }

    private List<NativeType> parse(List<DataType> types) {
        try {
            return NativeType.parse(connection, types.stream().map(storage).toList());
        } catch (SQLException e) {
            throw notRegistered(e);
        }
    }

    private static LeatException notRegistered(SQLException e) {
        return new LeatException(ErrorCode.INTERNAL, "Cannot register a function in DuckDB: " + e.getMessage(), e);
    }
}
