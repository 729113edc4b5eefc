package dev.leat.duckdb;

import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import dev.leat.pipeline.ClusterPaths;
import dev.leat.pipeline.Sink;
import dev.leat.plan.Plan;
import dev.leat.sink.FolderSink;
import dev.leat.sink.SinkText;
import dev.leat.spi.InputColumn;
import dev.leat.spi.QueryResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/**
 * The files of one sink. A file is written into a hidden folder beside the others and moved over the one it replaces
 * after the commit, so that a reader of the sink's folder sees whole files only.
 */
final class SinkFiles {
    private final FolderSink sink;
    private final Path folder;

    private SinkFiles(FolderSink sink, Path folder) {
        this.sink = sink;
        this.folder = folder;
    }

    /** The files of a sink, whose folder is made. */
    static SinkFiles open(Sink sink) {
        FolderSink definition = FolderSink.of(sink);
        requireLocal(definition);
        Path folder = Path.of(definition.path());
        try {
            Files.createDirectories(folder);
            // The one name among those that links may give it, so that its files are known again.
            return new SinkFiles(definition, folder.toRealPath());
        } catch (IOException e) {
            throw FileErrors.convert(e, "write to the sink " + sink.name());
        }
    }

    private static void requireLocal(FolderSink sink) {
        if (ClusterPaths.is(sink.path())) {
            throw new LeatException(
                    ErrorCode.NOT_SUPPORTED,
                    "The sink " + sink.sink().name() + " is at " + sink.path()
                            + ", which is written on Spark only: run with --engine spark, or give it a local folder");
        }
    }

    /** The folder of a sink, if it has been made. */
    static Optional<Path> existingFolder(Sink sink) {
        FolderSink definition = FolderSink.of(sink);
        requireLocal(definition);
        return Optional.of(Path.of(definition.path())).filter(Files::isDirectory);
    }

    boolean isParquet() {
        return sink.isParquet();
    }

    /** DuckDB's name of the compression. */
    String parquetCompression() {
        String compression = sink.parquetCompression();
        return compression.equals("none") ? "uncompressed" : compression;
    }

    /** The file a flow writes as a whole, in the sink's folder. */
    Path published(int flow) {
        return folder.resolve(sink.file(flow));
    }

    /** The file that a flow adds in a commit. */
    Path published(int flow, long commit) {
        return folder.resolve(sink.file(flow, commit));
    }

    /** The folder that readers see, by its real name. */
    Path folder() {
        return folder;
    }

    /** Where the files of a commit wait. */
    Path staging(long commit) {
        return folder.resolve(FolderSink.staging(commit));
    }

    /** Makes the folder where files wait, and drops those that other states than this have left behind. */
    void makeStaging(long commit) {
        try {
            try (DirectoryStream<Path> leftover = Files.newDirectoryStream(folder, FolderSink.STAGING_PREFIX + "*")) {
                leftover.forEach(SinkDelivery::drop);
            }
            Files.createDirectory(staging(commit));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private LeatException failure(IOException e) {
        return FileErrors.convert(e, "write to the sink " + sink.sink().name());
    }

    /** Writes the rows of a plan as text. */
    long writeText(Plan plan, Path file, Function<Plan, QueryResult> query) {
        try (OutputStream out = open(file)) {
            if (sink.hasHeader()) {
                write(query.apply(header(plan)), out);
            }
            return write(query.apply(lines(plan)), out);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private Plan header(Plan plan) {
        Map<String, String> options = sink.lineOptions();
        Optional<Plan> plain = options.isEmpty() ? PlainCsv.headerRow(plan.output()) : Optional.empty();
        return plain.orElseGet(() -> SinkText.header(plan, options));
    }

    private Plan lines(Plan plan) {
        Map<String, String> options = sink.lineOptions();
        Plan.Project lines = SinkText.lines(plan, sink.format(), options);
        return sink.format().equals("csv") && options.isEmpty() ? PlainCsv.lines(lines) : lines;
    }

    private OutputStream open(Path file) throws IOException {
        OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        return sink.isGzip() ? new GZIPOutputStream(bytes, 1 << 16) : bytes;
    }

    private static long write(QueryResult lines, OutputStream out) throws IOException {
        long count = 0;
        try (lines) {
            for (int rows = lines.next(); rows > 0; rows = lines.next()) {
                InputColumn line = lines.column(0);
                for (int row = 0; row < rows; row++) {
                    out.write(line.bytesAt(row));
                    out.write('\n');
                }
                count += rows;
            }
        }
        return count;
    }
}
