package dev.leat.sql.read;

import dev.leat.pipeline.Settings;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.SourceScan;
import dev.leat.testkit.TestSourceScanContract;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Files of lines as every source is. */
final class TestGrowingFileScan extends TestSourceScanContract {
    @TempDir
    private Path folder = Path.of("");

    @Override
    protected SourceScan open() {
        return new SparkFileReaders()
                .open(new SourceDefinition(
                        "text",
                        List.of(folder.toString()),
                        Map.of(),
                        Optional.of(List.of(new Field(column(), Simple.STRING, true))),
                        Settings.DEFAULT));
    }

    @Override
    protected void add(int part, List<String> records) {
        try {
            Files.write(
                    folder.resolve("part-" + part + ".txt"),
                    records,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected String column() {
        return "line";
    }
}
