package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.PositionRange;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceScan;
import dev.leat.spi.SourceSplit;
import dev.leat.spi.SplitReader;
import dev.leat.type.Field;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Files on the file system of a cluster, which the cluster engine reads. Here their columns are known, and nothing else. */
public final class RemoteFileScan implements SourceScan {
    private final SourceDefinition source;
    private final List<Field> columns;

    private RemoteFileScan(SourceDefinition source, List<Field> columns) {
        this.source = source;
        this.columns = columns;
    }

    /**
     * A source whose columns are declared.
     *
     * @throws LeatException NOT_SUPPORTED if they are not
     */
    static RemoteFileScan open(SourceDefinition source) {
        ReadOptions.check(source.format(), source.options());
        List<Field> columns = source.schema()
                .orElseThrow(() -> new LeatException(
                        ErrorCode.NOT_SUPPORTED,
                        "The columns of files at " + String.join(", ", source.paths())
                                + " cannot be inferred, since they are read on the cluster only; declare them"));
        return new RemoteFileScan(source, columns);
    }

    private LeatException notHere() {
        return new LeatException(
                ErrorCode.NOT_SUPPORTED,
                "Files at " + String.join(", ", source.paths())
                        + " are read on Spark only: run the project with --engine spark, or copy them to a local folder");
    }

    @Override
    public List<Field> schema() {
        return columns;
    }

    @Override
    public List<Field> metadataFields() {
        return source.format().equals("parquet") ? MetadataColumn.OF_PARQUET : MetadataColumn.OF_FILES;
    }

    @Override
    public List<SourceSplit> splits() {
        throw notHere();
    }

    @Override
    public List<SourcePart> parts() {
        throw notHere();
    }

    @Override
    public SourceScan only(Map<String, PositionRange> ranges) {
        throw notHere();
    }

    @Override
    public SplitReader read(SourceSplit split, List<String> names, Consumer<MalformedRecord> malformed) {
        throw notHere();
    }

    @Override
    public String reader(List<String> names) {
        return "Spark on the cluster";
    }
}
