package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.NearestName;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.ClusterPaths;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Source;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.pipeline.TopicFormat;
import dev.leat.plan.RelationName;
import dev.leat.spi.SourceReaders;
import dev.leat.spi.SourceScan;
import dev.leat.sql.analysis.Relation;
import dev.leat.sql.project.Statement.CreateSink;
import dev.leat.sql.project.Statement.CreateSource;
import dev.leat.sql.project.Statement.DeclaredColumn;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;

/** Opens the sources of a project to learn their columns. */
final class FileSources {
    static final List<String> FORMATS = List.of("csv", "json", "text", "parquet");

    /** Formats of what is no file, and needs no path. */
    private static final List<String> WITHOUT_PATH = List.of(TopicFormat.NAME);

    private static final List<String> DECLARED_FORMATS =
            Stream.concat(FORMATS.stream(), WITHOUT_PATH.stream()).toList();

    /** Formats of Spark's that are no schema names, since Spark takes {@code format.`path`} of them as files. */
    private static final List<String> OTHER_FORMATS =
            List.of("orc", "avro", "xml", "binaryfile", "delta", "iceberg", TopicFormat.NAME, "jdbc", "rate", "socket");

    private final Path folder;
    private final Settings settings;
    private final SourceReaders readers;

    FileSources(Path folder, Settings settings, SourceReaders readers) {
        this.folder = folder;
        this.settings = settings;
        this.readers = readers;
    }

    /** A source with the relation that queries see. */
    record Opened(Source source, Relation relation) {}

    /** Whether a name of two parts means files, not a table in a schema. */
    static boolean isFile(List<String> parts) {
        String first = parts.get(0).toLowerCase(Locale.ROOT);
        return parts.size() == 2 && (FORMATS.contains(first) || OTHER_FORMATS.contains(first));
    }

    /** Opens {@code format.`path`}. */
    Opened open(Reference reference) {
        String format = reference.parts().get(0).toLowerCase(Locale.ROOT);
        String path = reference.parts().get(1);
        requireFormat(format, FORMATS, reference.position());
        SourceDefinition files = files(format, path, Map.of(), List.of(), reference.position());
        return open(
                RelationName.of(format, path), files, List.of(), reference.position(), found -> reference.position());
    }

    /** Opens a source that a statement declares. */
    Opened open(RelationName name, CreateSource declared) {
        SourcePosition position = declared.name().position();
        List<Field> columns =
                declared.columns().stream().map(DeclaredColumn::field).toList();
        requireFormat(declared.format(), DECLARED_FORMATS, formatPosition(declared.text()));
        if (WITHOUT_PATH.contains(declared.format())) {
            return open(name, withoutPath(declared, columns), columns, position, found -> placeOf(found, declared));
        }
        if (declared.path().isEmpty()) {
            throw problem(
                    ErrorCode.OPTION,
                    position,
                    "The source " + declared.name() + " has no path; add OPTIONS (path '…')");
        }
        String path = declared.path().get();
        SourceDefinition files =
                files(declared.format(), path, declared.options(), columns, pathPosition(declared.text(), path));
        return open(name, files, columns, position, found -> placeOf(found, declared));
    }

    private SourceDefinition withoutPath(CreateSource declared, List<Field> columns) {
        if (declared.path().isPresent()) {
            throw problem(
                    ErrorCode.OPTION,
                    pathPosition(declared.text(), declared.path().get()),
                    "A " + declared.format() + " source has no path; remove it");
        }
        return new SourceDefinition(
                declared.format(),
                List.of(),
                declared.options(),
                Optional.of(columns).filter(fields -> !fields.isEmpty()),
                settings);
    }

    /** The option a problem is about, or the path. */
    private static SourcePosition placeOf(Diagnostic found, CreateSource declared) {
        List<String> words = List.of(found.message().split("[^A-Za-z0-9.]+"));
        return declared.options().keySet().stream()
                .filter(option -> found.code() == ErrorCode.OPTION && words.contains(option))
                .findFirst()
                .map(declared.text()::findOption)
                .orElseGet(() -> pathPosition(declared.text(), declared.path().orElse("")));
    }

    /** Where a path is written, if it is written as one string. */
    private static SourcePosition pathPosition(StatementText text, String path) {
        return text.tokens().stream()
                .filter(token -> token.type() == SqlBaseLexer.STRING_LITERAL
                        && token.text().substring(1, token.text().length() - 1).equals(path))
                .findFirst()
                .map(text::position)
                .orElseGet(text::start);
    }

    /** Opens a source of a compiled pipeline again. */
    Opened open(Source source) {
        return open(source.name(), source.definition(), source.schema(), source.position(), found -> source.position());
    }

    /** Where a sink writes. */
    String sinkPath(CreateSink sink) {
        SourcePosition position = sink.name().position();
        if (sink.path().isEmpty()) {
            throw problem(
                    ErrorCode.OPTION, position, "The sink " + sink.name() + " has no path; add OPTIONS (path '…')");
        }
        return placed(sink.path().get(), sinkPathPosition(sink));
    }

    /** Where the path of a sink is written. */
    static SourcePosition sinkPathPosition(CreateSink sink) {
        return pathPosition(sink.text(), sink.path().orElse(""));
    }

    /** Where the format is written. */
    static SourcePosition formatPosition(StatementText text) {
        int using = text.token("USING").map(text.tokens()::indexOf).orElse(-1);
        return using >= 0 && using + 1 < text.tokens().size()
                ? text.position(text.tokens().get(using + 1))
                : text.start();
    }

    private static void requireFormat(String format, List<String> supported, SourcePosition position) {
        if (!supported.contains(format)) {
            throw problem(
                    ErrorCode.NOT_SUPPORTED,
                    position,
                    "The format " + format + " is not supported; supported are " + String.join(", ", supported)
                            + NearestName.hint(format, supported));
        }
    }

    private SourceDefinition files(
            String format, String path, Map<String, String> options, List<Field> columns, SourcePosition position) {
        Optional<List<Field>> schema = columns.isEmpty() ? Optional.empty() : Optional.of(columns);
        return new SourceDefinition(format, List.of(placed(path, position)), options, schema, settings);
    }

    /** A path of files: one on a cluster as it is. */
    private String placed(String path, SourcePosition position) {
        return ClusterPaths.is(path) ? path : absolute(path, position);
    }

    /** The path without a scheme, relative to the project's folder; globs are left alone. */
    private String absolute(String path, SourcePosition position) {
        int colon = path.indexOf(':');
        String local = path;
        if (colon > 1 && path.substring(0, colon).matches("[a-zA-Z][a-zA-Z0-9+.-]*")) {
            String scheme = path.substring(0, colon);
            if (!scheme.equalsIgnoreCase("file")) {
                throw problem(
                        ErrorCode.NOT_SUPPORTED,
                        position,
                        "Paths with the scheme " + scheme
                                + ": are not supported, but for hdfs:// on Spark; copy the files to a local folder: "
                                + path);
            }
            local = path.substring(colon + 1).replaceFirst("^/+", "/");
        }
        if (local.isEmpty()) {
            throw new LeatException(Diagnostic.ofSpark(
                    ErrorCode.OPTION,
                    "INVALID_EMPTY_LOCATION",
                    "The path is empty; name a file, a folder or a glob",
                    Optional.of(position)));
        }
        return local.startsWith("/") ? local : folder + "/" + local;
    }

    private Opened open(
            RelationName name,
            SourceDefinition files,
            List<Field> declared,
            SourcePosition position,
            Function<Diagnostic, SourcePosition> place) {
        try {
            SourceScan scan = readers.open(files);
            List<Field> columns = withDeclaredLengths(scan.schema(), declared);
            List<Field> metadata = scan.metadataFields().isEmpty()
                    ? List.of()
                    : List.of(new Field(
                            SourceScan.METADATA_COLUMN, new DataType.StructType(scan.metadataFields()), false));
            return new Opened(new Source(name, files, columns, position), new Relation(name, columns, metadata));
        } catch (LeatException e) {
            List<Diagnostic> placed = e.diagnostics().stream()
                    .map(found -> found.position().isPresent() ? found : found.at(place.apply(found)))
                    .toList();
            LeatException better = new LeatException(placed);
            better.addSuppressed(e);
            throw better;
        }
    }

    /** Readers know no CHAR and VARCHAR; the declared lengths count where queries read the columns. */
    private static List<Field> withDeclaredLengths(List<Field> read, List<Field> declared) {
        List<Field> columns = new ArrayList<>();
        for (Field field : read) {
            Optional<Field> sized = declared.stream()
                    .filter(column -> column.name().equalsIgnoreCase(field.name())
                            && field.type().isText()
                            && column.type().isText())
                    .findFirst();
            columns.add(new Field(
                    field.name(),
                    sized.map(Field::type).orElse(field.type()),
                    field.nullable(),
                    sized.flatMap(Field::comment).or(field::comment)));
        }
        return columns;
    }

    private static LeatException problem(ErrorCode code, SourcePosition position, String message) {
        return new LeatException(Diagnostic.of(code, message, position));
    }
}
