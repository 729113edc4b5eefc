package dev.leat.duckdb.bridge;

import dev.leat.duckdb.bridge.ReaderFunction.Reading;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.EvaluatorFactory;
import dev.leat.spi.EvaluatorProgram;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SourceScan;
import dev.leat.type.DataType;
import java.sql.Connection;
import java.sql.SQLException;
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
import org.duckdb.NativeType;

/**
 * Java code as functions of one database instance. A function stays until the instance is closed, as DuckDB can't remove
 * it; so a program with the same origin is registered once, and a reader that was released is taken for another scan. Functions must be registered outside a transaction: DuckDB
 * forgets them when it is rolled back, and a transaction that another connection began earlier does not see them.
 *
 * @param <O> what tells the caller where a function came from, when it fails
 */
public final class JavaFunctions<O> {
    private static final AtomicLong COUNT = new AtomicLong();

    private final Connection connection;
    private final EvaluatorFactory evaluators;
    private final Function<DataType, String> storage;
    private final Failures<O> failures = new Failures<>();
    private final Map<Key<O>, String> names = new HashMap<>();
    private final Map<EvaluatorProgram, EvaluatorPool> pools = new HashMap<>();
    private final ReaderPool<O> readers;

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
        this.readers = new ReaderPool<>(connection, this::parse, failures);
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
        String name = nextName("leat_java_");
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
     * Makes a scan a table function without parameters, until it is released.
     *
     * @param malformed is told each record that does not fit, by several threads
     */
    public synchronized ReaderHandle register(SourceScan scan, O origin, Consumer<MalformedRecord> malformed) {
        Reading reading = new Reading(scan, new AtomicReference<>(ReadCounts.NONE), malformed);
        try {
            return readers.take(reading, origin);
        } catch (SQLException e) {
            throw notRegistered(e);
        }
    }

    /** Lets another scan have the function of one that no query uses any more. */
    public synchronized void release(ReaderHandle reader) {
        readers.release(reader);
    }

    /** What stands behind an error that DuckDB reported, if a function threw it; to be asked once per error. */
    public Optional<FunctionFailure<O>> findFailure(SQLException reported) {
        return failures.find(reported);
    }

    /** DuckDB would replace a function of the same name without a word, so names are used once in the process. */
    static String nextName(String prefix) {
        return prefix + COUNT.incrementAndGet();
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
