package dev.leat.cli;

import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.OutputColumn;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SourceReaders;
import dev.leat.spi.SourceScan;
import dev.leat.spi.SplitReader;
import dev.leat.sql.read.SparkFileReaders;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Readers of files that are as they should be but for one flaw. */
final class FlawedReaders implements SourceReaders {
    private final SparkFileReaders readers = new SparkFileReaders();
    private final UnaryOperator<ReadCounts> counting;
    private final Telling telling;
    private final Runnable beforeRead;

    /** What becomes of what is told of malformed records. */
    enum Telling {
        ALL,
        NONE
    }

    FlawedReaders(UnaryOperator<ReadCounts> counting, Telling telling) {
        this(counting, telling, () -> {});
    }

    /**
     * Some.
     *
     * @param counting makes their counts of those of good ones
     * @param beforeRead is done before each reading
     */
    FlawedReaders(UnaryOperator<ReadCounts> counting, Telling telling, Runnable beforeRead) {
        this.counting = counting;
        this.telling = telling;
        this.beforeRead = beforeRead;
    }

    @Override
    public SourceScan open(SourceDefinition source) {
        return flawed(readers.open(source));
    }

    private SourceScan flawed(SourceScan scan) {
        return (SourceScan) Proxy.newProxyInstance(
                FlawedReaders.class.getClassLoader(), new Class<?>[] {SourceScan.class}, (proxy, method, arguments) -> {
                    try {
                        if (method.getName().equals("read")) {
                            beforeRead.run();
                            if (telling == Telling.NONE) {
                                arguments[2] = (Consumer<MalformedRecord>) record -> {};
                            }
                        }
                        Object result = method.invoke(scan, arguments);
                        if (result instanceof SourceScan other) {
                            return flawed(other);
                        }
                        return result instanceof SplitReader reader ? new Reader(reader) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private final class Reader implements SplitReader {
        private final SplitReader reader;

        Reader(SplitReader reader) {
            this.reader = reader;
        }

        @Override
        public int read(List<? extends OutputColumn> columns, int rowsMax) {
            return reader.read(columns, rowsMax);
        }

        @Override
        public ReadCounts counts() {
            return counting.apply(reader.counts());
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
