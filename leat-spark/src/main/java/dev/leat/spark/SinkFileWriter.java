package dev.leat.spark;

import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.sink.FolderSink;
import dev.leat.sink.SinkText;
import dev.leat.spark.SinkTarget.Rows;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Writes rows as files in the format of a sink, by the executors: one file of rows that are few. */
final class SinkFileWriter {
    private static final String ROWS_OF_FILE = "maxRecordsPerFile";

    private final FolderSink sink;
    private final Staging staging;

    SinkFileWriter(FolderSink sink, Staging staging) {
        this.sink = sink;
        this.staging = staging;
    }

    /**
     * Writes the rows of a plan.
     *
     * @param location of the folder for the files, which is made
     * @return how many rows there are
     */
    long write(Plan plan, Rows over, String location) {
        return sink.isParquet() ? writeParquet(plan, over, location) : writeText(plan, over, location);
    }

    private String activity() {
        return "write to the sink " + sink.sink().name();
    }

    private static Dataset<Row> parts(Staged rows) {
        return rows.few().isPresent() ? rows.rows().coalesce(1) : rows.rows();
    }

    private long writeParquet(Plan plan, Rows over, String location) {
        List<String> names = plan.output().stream().map(Column::name).toList();
        Staged rows = staging.stage(over.of(plan), activity());
        PlanRows.named(parts(rows), names)
                .write()
                .option("compression", sink.parquetCompression())
                .option(ROWS_OF_FILE, 0)
                .parquet(location);
        return rows.count();
    }

    private long writeText(Plan plan, Rows over, String location) {
        Staged lines = staging.stage(over.of(SinkText.lines(plan, sink.format(), sink.lineOptions())), activity());
        Dataset<String> texts = parts(lines).as(Encoders.STRING());
        if (sink.hasHeader()) {
            Dataset<Row> header = over.of(SinkText.header(plan, sink.lineOptions()));
            // What has no rows has no part that could begin with it.
            texts = lines.count() == 0
                    ? header.as(Encoders.STRING())
                    : texts.mapPartitions(new Headed(header.first().getString(0)), Encoders.STRING());
        }
        texts.write()
                .option("lineSep", "\n")
                // Each part is one file, so that each has a header.
                .option(ROWS_OF_FILE, 0)
                .option("compression", sink.isGzip() ? "gzip" : "none")
                .text(location);
        return lines.count();
    }

    /** Puts the header at the beginning of each file. */
    private record Headed(String header) implements MapPartitionsFunction<String, String> {
        @Override
        public Iterator<String> call(Iterator<String> lines) {
            // Of parts without rows only the first becomes a file.
            if (!lines.hasNext() && TaskContext.getPartitionId() != 0) {
                return lines;
            }
            Stream<String> all = StreamSupport.stream(Spliterators.spliteratorUnknownSize(lines, 0), false);
            return Stream.concat(Stream.of(header), all).iterator();
        }
    }
}
