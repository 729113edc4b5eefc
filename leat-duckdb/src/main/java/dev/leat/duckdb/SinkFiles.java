package dev.leat.duckdb;

import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import dev.leat.error.NearestName;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.SinkOptions;
import dev.leat.plan.Plan;
import dev.leat.spi.InputColumn;
import dev.leat.spi.QueryResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/**
 * The files of one sink. A file is written into a hidden folder beside the others and moved over the one it replaces
 * after the commit, so that a reader of the sink's folder sees whole files only.
 */
final class SinkFiles {
    private static final String STAGED_PREFIX = ".leat-staged-";
    private static final String PATH = "path";
    private static final String COMPRESSION = "compression";
    private static final String HEADER = "header";

    private final Sink sink;
    private final Map<String, String> options;
    private final Path folder;

    private SinkFiles(Sink sink, Map<String, String> options, Path folder) {
        this.sink = sink;
        this.options = options;
        this.folder = folder;
    }

    /** The files of a sink, whose folder is made. */
    static SinkFiles open(Sink sink) {
        Map<String, String> options = options(sink);
        Path folder = Path.of(Optional.ofNullable(options.get(PATH))
                .orElseThrow(() -> new LeatException(
                        ErrorCode.OPTION, "The sink " + sink.name() + " has no path; add OPTIONS (path '…')")));
        try {
            Files.createDirectories(folder);
            // The one name among those that links may give it, so that its files are known again.
            return new SinkFiles(sink, options, folder.toRealPath());
        } catch (IOException e) {
            throw FileErrors.convert(e, "write to the sink " + sink.name());
        }
    }

    /** The folder of a sink, if it has been made. */
    static Optional<Path> existingFolder(Sink sink) {
        return Optional.ofNullable(options(sink).get(PATH)).map(Path::of).filter(Files::isDirectory);
    }

    /** The options by their proper names. */
    private static Map<String, String> options(Sink sink) {
        String format = sink.format().toLowerCase(Locale.ROOT);
        List<String> known = SinkOptions.names(format);
        if (known.isEmpty()) {
            throw new LeatException(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot write the sink " + sink.name() + ": its format " + sink.format()
                            + " is not one of csv, json, parquet");
        }
        Map<String, String> options = new TreeMap<>();
        sink.options()
                .forEach((name, value) -> options.put(
                        SinkOptions.find(format, name)
                                .orElseThrow(() -> new LeatException(
                                        ErrorCode.OPTION,
                                        "The sink " + sink.name() + " has an option " + name + " that " + sink.format()
                                                + " sinks do not have" + NearestName.hint(name, known))),
                        value));
        return options;
    }

    /** Whether a sink is a folder of files. */
    static boolean isFolder(Sink sink) {
        return SinkOptions.FILE_FORMATS.contains(sink.format().toLowerCase(Locale.ROOT));
    }

    boolean isParquet() {
        return sink.format().equalsIgnoreCase("parquet");
    }

    /** DuckDB's name of the compression; Spark's default is snappy. */
    String parquetCompression() {
        String compression = options.getOrDefault(COMPRESSION, "snappy").toLowerCase(Locale.ROOT);
        return compression.equals("none") ? "uncompressed" : compression;
    }

    private boolean isGzip() {
        String compression = options.getOrDefault(COMPRESSION, "none").toLowerCase(Locale.ROOT);
        return switch (compression) {
            case "none", "uncompressed" -> false;
            case "gzip" -> true;
            default ->
                throw new LeatException(
                        ErrorCode.OPTION,
                        "The sink " + sink.name() + " asks for the compression " + compression
                                + "; expected none or gzip");
        };
    }

    /** The file a flow writes as a whole, in the sink's folder. */
    Path published(int flow) {
        return folder.resolve(String.format(Locale.ROOT, "part-%05d%s", flow, suffix()));
    }

    /** The file that a flow adds in a commit. */
    Path published(int flow, long commit) {
        return folder.resolve(String.format(Locale.ROOT, "part-%05d-%06d%s", flow, commit, suffix()));
    }

    private String suffix() {
        return "." + sink.format().toLowerCase(Locale.ROOT) + (!isParquet() && isGzip() ? ".gz" : "");
    }

    /** The folder that readers see, by its real name. */
    Path folder() {
        return folder;
    }

    /** Where the files of a commit wait. */
    Path staging(long commit) {
        return folder.resolve(STAGED_PREFIX + commit);
    }

    /** Makes the folder where files wait, and drops those that other states than this have left behind. */
    void makeStaging(long commit) {
        try {
            try (DirectoryStream<Path> leftover = Files.newDirectoryStream(folder, STAGED_PREFIX + "*")) {
                leftover.forEach(SinkDelivery::drop);
            }
            Files.createDirectory(staging(commit));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private LeatException failure(IOException e) {
        return FileErrors.convert(e, "write to the sink " + sink.name());
    }

    /** Writes the rows of a plan as text. */
    long writeText(Plan plan, Path file, Function<Plan, QueryResult> query) {
        Map<String, String> format = new HashMap<>(options);
        format.keySet().removeAll(List.of(PATH, COMPRESSION, HEADER));
        String name = sink.format().toLowerCase(Locale.ROOT);
        try (OutputStream out = open(file)) {
            if (name.equals("csv") && Boolean.parseBoolean(options.get(HEADER))) {
                write(query.apply(SinkText.header(plan, format)), out);
            }
            return write(query.apply(SinkText.lines(plan, name, format)), out);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private OutputStream open(Path file) throws IOException {
        OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        return isGzip() ? new GZIPOutputStream(bytes, 1 << 16) : bytes;
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
