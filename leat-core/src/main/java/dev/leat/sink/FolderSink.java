package dev.leat.sink;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.NearestName;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.SinkOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sink that is a folder, as its options say it is, and the names of the files in it. A hidden file says whose they are, and those that
 * commits add have a number in their names. So a state finds out that the folder is another's, and which files it has lost the commits of,
 * since it is an older copy of itself.
 */
public final class FolderSink {
    /** The name of the hidden file with the identity of the state that writes the others. */
    public static final String MARK = ".leat-state";

    /** What the names of the hidden folders begin with in which files wait. */
    public static final String STAGING_PREFIX = ".leat-staged-";

    private static final Pattern STAGING = Pattern.compile(Pattern.quote(STAGING_PREFIX) + "(\\d{1,18})");
    private static final Pattern FILE =
            Pattern.compile("part-\\d{5}(?:-(\\d{6,}))?(?:-p\\d{5})?\\.(?:csv|json|parquet)(?:\\.gz)?");
    private static final String PATH = "path";
    private static final String COMPRESSION = "compression";
    private static final String HEADER = "header";

    private final Sink sink;
    private final Map<String, String> options;

    private FolderSink(Sink sink, Map<String, String> options) {
        this.sink = sink;
        this.options = options;
    }

    /** Whether a sink is a folder of files. */
    public static boolean is(Sink sink) {
        return SinkOptions.FILE_FORMATS.contains(sink.format().toLowerCase(Locale.ROOT));
    }

    /**
     * Reads the options of a sink.
     *
     * @throws LeatException NOT_SUPPORTED or OPTION where they are none of a folder's
     */
    public static FolderSink of(Sink sink) {
        String format = sink.format().toLowerCase(Locale.ROOT);
        List<String> known = SinkOptions.names(format);
        if (!is(sink)) {
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
        return new FolderSink(sink, options);
    }

    /** The sink. */
    public Sink sink() {
        return sink;
    }

    /** Its full name. */
    public String name() {
        return sink.name().toString();
    }

    /** Where the folder is. */
    public String path() {
        return Optional.ofNullable(options.get(PATH))
                .orElseThrow(() -> new LeatException(
                        ErrorCode.OPTION, "The sink " + sink.name() + " has no path; add OPTIONS (path '…')"));
    }

    /** The format, in lower case. */
    public String format() {
        return sink.format().toLowerCase(Locale.ROOT);
    }

    /** Whether the files are Parquet, and not text. */
    public boolean isParquet() {
        return format().equals("parquet");
    }

    /** The compression of Parquet, in Spark's words; its default is snappy. */
    public String parquetCompression() {
        return options.getOrDefault(COMPRESSION, "snappy").toLowerCase(Locale.ROOT);
    }

    /** Whether files of text are compressed. */
    public boolean isGzip() {
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

    /** Whether files begin with the names of the columns. */
    public boolean hasHeader() {
        return format().equals("csv") && Boolean.parseBoolean(options.get(HEADER));
    }

    /** The options that say how a row becomes a line. */
    public Map<String, String> lineOptions() {
        Map<String, String> lines = new HashMap<>(options);
        lines.keySet().removeAll(List.of(PATH, COMPRESSION, HEADER));
        return lines;
    }

    /** The file that a flow writes as a whole. */
    public String file(int flow) {
        return String.format(Locale.ROOT, "part-%05d%s", flow, suffix());
    }

    /** The file that a flow adds in a commit. */
    public String file(int flow, long commit) {
        return String.format(Locale.ROOT, "part-%05d-%06d%s", flow, commit, suffix());
    }

    private String suffix() {
        return "." + format() + (!isParquet() && isGzip() ? ".gz" : "");
    }

    /** The name of one of several files in the place of one: of the first, it is that one's. */
    public static String part(String file, int index) {
        int dot = file.indexOf('.');
        return index == 0
                ? file
                : String.format(Locale.ROOT, "%s-p%05d%s", file.substring(0, dot), index, file.substring(dot));
    }

    /** The hidden folder in which the files of a commit wait. */
    public static String staging(long commit) {
        return STAGING_PREFIX + commit;
    }

    /** The number of the commit whose files wait in a folder of this name; empty where it is none in which files wait. */
    public static OptionalLong stagedBy(String name) {
        Matcher matcher = STAGING.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    /** Whether a name is that of a file that a sink writes as a whole or adds. */
    public static boolean isFile(String name) {
        return FILE.matcher(name).matches();
    }

    /** Whether a name is that of a file that a commit has added. */
    public static boolean isAdded(String name) {
        Matcher matcher = FILE.matcher(name);
        return matcher.matches() && matcher.group(1) != null;
    }
}
