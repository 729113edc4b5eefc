package dev.leat.testkit;

import dev.leat.error.Checks;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SourceScan;
import dev.leat.spi.SourceSplit;
import dev.leat.spi.SplitReader;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All that a scan gives, split by split.
 *
 * @param rows the values of each as {@link HeapColumn} shows them, with blanks between
 */
public record ScannedRows(List<String> rows, ReadCounts counts, List<MalformedRecord> malformed) {
    /** Few, so that records and batches end in different places. */
    private static final int BATCH_ROWS = 3;

    public ScannedRows {
        rows = List.copyOf(rows);
        malformed = List.copyOf(malformed);
    }

    /** Reads some columns of all splits. */
    public static ScannedRows of(SourceScan scan, String... columns) {
        List<DataType> types = new ArrayList<>();
        for (String column : columns) {
            types.add(type(scan, column));
        }
        List<String> rows = new ArrayList<>();
        List<MalformedRecord> malformed = new ArrayList<>();
        ReadCounts counts = ReadCounts.NONE;
        for (SourceSplit split : scan.splits()) {
            try (SplitReader reader = scan.read(split, List.of(columns), malformed::add)) {
                int count = BATCH_ROWS;
                while (count > 0) {
                    List<HeapColumn> outputs =
                            types.stream().map(HeapColumn::new).toList();
                    count = reader.read(outputs, BATCH_ROWS);
                    for (int row = 0; row < count; row++) {
                        rows.add(show(outputs, row));
                    }
                }
                counts = counts.plus(reader.counts());
            }
        }
        Checks.verify(counts.isConserved(), "each record has one fate: " + counts);
        Checks.verify(counts.rows() == rows.size(), "each row is counted: " + counts + ", " + rows.size() + " rows");
        Checks.verify(counts.malformed() == malformed.size(), "each malformed record is reported: " + counts);
        return new ScannedRows(rows, counts, malformed);
    }

    private static String show(List<HeapColumn> columns, int row) {
        return columns.stream().map(column -> column.show(row)).collect(Collectors.joining(" "));
    }

    private static DataType type(SourceScan scan, String column) {
        return scan.schema().stream()
                .filter(field -> field.name().equals(column))
                .findFirst()
                .map(Field::type)
                .orElseGet(() -> column.equals(SourceScan.POSITION_COLUMN)
                        ? DataType.Simple.BIGINT
                        : new DataType.StructType(scan.metadataFields()));
    }
}
