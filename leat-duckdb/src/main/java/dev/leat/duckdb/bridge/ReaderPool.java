package dev.leat.duckdb.bridge;

import dev.leat.duckdb.bridge.ReaderFunction.Reading;
import dev.leat.duckdb.bridge.ReaderFunction.Shape;
import dev.leat.type.DataType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.duckdb.NativeTableFunctions;
import org.duckdb.NativeTableFunctions.ResultColumn;
import org.duckdb.NativeTableFunctions.TableDefinition;
import org.duckdb.NativeType;

/**
 * Readers that are registered as table functions. DuckDB keeps a function as long as the instance is open, and to register one takes
 * milliseconds; so one that is released serves another scan of the same columns, and there are no more than were in use at once.
 *
 * @param <O> what tells the caller where a function came from, when it fails
 */
final class ReaderPool<O> {
    private final Connection connection;
    private final Function<List<DataType>, List<NativeType>> parse;
    private final Failures<O> failures;
    private final Map<Shape, Deque<Slot<O>>> idle = new HashMap<>();
    private final Map<String, Slot<O>> used = new HashMap<>();

    /**
     * No readers yet.
     *
     * @param parse makes types of DuckDB, which stay open as long as their function is there
     */
    ReaderPool(Connection connection, Function<List<DataType>, List<NativeType>> parse, Failures<O> failures) {
        this.connection = connection;
        this.parse = parse;
        this.failures = failures;
    }

    /** A registered function, and whom it serves. */
    private static final class Slot<O> {
        private final String name;
        private final Shape shape;
        private final ReaderFunction function;
        private volatile Optional<O> origin = Optional.empty();

        private Slot(String name, Shape shape) {
            this.name = name;
            this.shape = shape;
            this.function = new ReaderFunction(shape);
        }
    }

    /** Takes a function for a reading, registered if none of its shape is idle. */
    ReaderHandle take(Reading reading, O origin) throws SQLException {
        Shape shape = Shape.of(reading.scan());
        Optional<Slot<O>> found = Optional.ofNullable(idle.get(shape)).map(Deque::poll);
        Slot<O> slot = found.isPresent() ? found.get() : register(shape);
        slot.origin = Optional.of(origin);
        slot.function.assign(reading);
        used.put(slot.name, slot);
        return new ReaderHandle(slot.name, columns(shape), reading.counts());
    }

    private static List<String> columns(Shape shape) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < shape.types().size(); i++) {
            columns.add("c" + i);
        }
        return columns;
    }

    private Slot<O> register(Shape shape) throws SQLException {
        Slot<O> slot = new Slot<>(JavaFunctions.nextName("leat_reader_"), shape);
        List<NativeType> types = parse.apply(shape.types());
        List<String> names = columns(shape);
        List<ResultColumn> columns = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            columns.add(new ResultColumn(names.get(i), types.get(i)));
        }
        NativeTableFunctions.register(
                connection,
                new TableDefinition(slot.name, columns),
                slot.function,
                thrown -> failures.keep(slot.origin.orElseThrow(), thrown));
        return slot;
    }

    /** Gives a function back, which no query uses any more. */
    void release(ReaderHandle reader) {
        Optional.ofNullable(used.remove(reader.name())).ifPresent(slot -> {
            slot.function.clear();
            idle.computeIfAbsent(slot.shape, shape -> new ArrayDeque<>()).add(slot);
        });
    }
}
