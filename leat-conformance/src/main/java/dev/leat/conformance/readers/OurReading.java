package dev.leat.conformance.readers;

import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.SourceReaders;
import dev.leat.spi.SourceScan;
import dev.leat.spi.SourceSplit;
import dev.leat.spi.SplitReader;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.testkit.HeapColumn;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/** Reads a case through the boundary's readers. */
final class OurReading {
    private static final int BATCH_ROWS = 100;

    private final SourceReaders readers;

    OurReading(SourceReaders readers) {
        this.readers = readers;
    }

    static List<String> paths(ReaderCase test, Path folder) {
        return test.paths().isEmpty()
                ? List.of(folder.toString())
                : test.paths().stream().map(path -> folder + "/" + path).toList();
    }

    ReadResult read(ReaderCase test, Path folder) {
        try {
            return table(test, folder);
        } catch (LeatException e) {
            return new ReadResult.Failure(
                    e.diagnostics().get(0).condition().map(Set::of).orElse(Set.of()), e.toString());
        }
    }

    private ReadResult.Table table(ReaderCase test, Path folder) {
        SourceScan scan = readers.open(new SourceDefinition(
                test.format(),
                paths(test, folder),
                test.options(),
                test.schema().map(ddl -> SparkTypes.fields(StructType.fromDDL(ddl))),
                Settings.DEFAULT));
        List<Field> fields = new ArrayList<>();
        List<String> names = test.columns()
                .orElseGet(() -> scan.schema().stream().map(Field::name).toList());
        for (String name : names) {
            fields.add(field(scan, name));
        }
        List<String> rows = new ArrayList<>();
        for (SourceSplit split : scan.splits()) {
            readSplit(scan, split, fields, rows);
        }
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(names.get(i) + " "
                    + SparkTypes.toSpark(fields.get(i).type()).sql());
        }
        return new ReadResult.Table(columns, rows);
    }

    private static Field field(SourceScan scan, String name) {
        return scan.schema().stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseGet(() -> new Field(name, new DataType.StructType(scan.metadataFields()), false));
    }

    private static void readSplit(SourceScan scan, SourceSplit split, List<Field> fields, List<String> rows) {
        List<String> names = fields.stream().map(Field::name).toList();
        try (SplitReader reader = scan.read(split, names)) {
            while (true) {
                List<HeapColumn> columns = fields.stream()
                        .map(field -> new HeapColumn(field.type()))
                        .toList();
                int count = reader.read(columns, BATCH_ROWS);
                if (count == 0) {
                    return;
                }
                for (int row = 0; row < count; row++) {
                    int at = row;
                    rows.add(String.join(
                            "|", columns.stream().map(column -> column.show(at)).toList()));
                }
            }
        }
    }
}
