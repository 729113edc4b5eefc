package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.SourcePosition;
import dev.leat.plan.Plan.ScanMode;
import dev.leat.sql.analysis.AnalyzedQuery;
import dev.leat.sql.analysis.SparkErrors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnsupportedOperationChecker$;
import org.apache.spark.sql.streaming.OutputMode;

/** Spark's rules about which queries read and write streams. */
final class StreamRules {
    private final Set<Definition> streamingViews = new HashSet<>();

    /** Notes a temporary view whose query reads a stream. */
    void addStreamingView(Definition view) {
        streamingViews.add(view);
    }

    /** Problems of how a query reads its inputs. */
    List<Diagnostic> checkReads(Resolution resolution) {
        List<Diagnostic> problems = new ArrayList<>();
        for (Map.Entry<Reference, Definition> read : resolution.definitions().entrySet()) {
            Reference reference = read.getKey();
            Definition input = read.getValue();
            boolean asStream = reference.mode() == ScanMode.STREAM;
            if (input.statement() instanceof Statement.CreateSink) {
                problems.add(Diagnostic.of(
                        ErrorCode.ANALYSIS,
                        "The sink " + reference + " can only be written; read what its flows read",
                        reference.position()));
            } else if (asStream && input.statement() instanceof Statement.CreateMaterializedView) {
                problems.add(Diagnostic.of(
                        ErrorCode.ANALYSIS,
                        "The materialized view " + reference
                                + " cannot be read as a stream, since its rows change; read it"
                                + " without STREAM, or make it a streaming table",
                        reference.position()));
            } else if (asStream && input.isKeyed()) {
                problems.add(Diagnostic.of(
                        ErrorCode.NOT_SUPPORTED,
                        "The streaming table " + reference
                                + " cannot be read as a stream, since AUTO CDC changes its rows; read"
                                + " it without STREAM, or read the stream that it is made from",
                        reference.position()));
            } else if (input.statement() instanceof Statement.CreateTemporaryView) {
                checkView(reference, input, asStream).ifPresent(problems::add);
            }
        }
        return problems;
    }

    private Optional<Diagnostic> checkView(Reference reference, Definition view, boolean asStream) {
        boolean isStreaming = streamingViews.contains(view);
        if (asStream == isStreaming) {
            return Optional.empty();
        }
        return Optional.of(Diagnostic.ofSpark(
                ErrorCode.ANALYSIS,
                asStream ? "INCOMPATIBLE_BATCH_VIEW_READ" : "INCOMPATIBLE_STREAMING_VIEW_READ",
                asStream
                        ? "The view " + reference + " reads no stream; read it without STREAM"
                        : "The view " + reference + " reads a stream; write STREAM(" + reference + ")",
                Optional.of(reference.position())));
    }

    /** The problem of a flow into a streaming table whose query does not read a stream. */
    static Optional<Diagnostic> requireStream(QueryDefinition query, Definition table) {
        if (Resolution.firstStream(query).isPresent()) {
            return Optional.empty();
        }
        SourcePosition position = query.references().stream()
                .map(Reference::position)
                .findFirst()
                .orElse(query.written().position());
        return Optional.of(Diagnostic.ofSpark(
                ErrorCode.ANALYSIS,
                "INVALID_FLOW_QUERY_TYPE.BATCH_RELATION_FOR_STREAMING_TABLE",
                "The query of the streaming table " + table.written()
                        + " reads no stream; write STREAM before the table that grows, or make it a materialized view",
                Optional.of(position)));
    }

    /** The problem of a materialized view whose query reads a stream. */
    static Optional<Diagnostic> refuseStream(QueryDefinition query, Definition view) {
        return Resolution.firstStream(query)
                .map(stream -> Diagnostic.ofSpark(
                        ErrorCode.ANALYSIS,
                        "INVALID_FLOW_QUERY_TYPE.STREAMING_RELATION_FOR_MATERIALIZED_VIEW",
                        "The materialized view " + view.written() + " reads " + stream
                                + " as a stream; remove STREAM, or make it a streaming table",
                        Optional.of(stream.position())));
    }

    /** The problem of a table that is kept by keys and filled by more than that. */
    static Optional<Diagnostic> refuseSecondFlow(Definition table) {
        return !table.isKeyed() || table.queries().size() == 1
                ? Optional.empty()
                : Optional.of(Diagnostic.of(
                        ErrorCode.NOT_SUPPORTED,
                        "The " + table
                                + " is filled by AUTO CDC, and can have no other flow; union the changes in a temporary"
                                + " view that the flow reads",
                        table.queries().get(1).written().position()));
    }

    /** What Spark does not run on a stream: sorting, aggregating without a watermark, and so on. */
    @SuppressWarnings("CatchingUnchecked") // Spark throws checked exceptions that Scala does not declare.
    static Optional<Diagnostic> checkOperations(AnalyzedQuery query, QueryDefinition definition) {
        if (!query.analyzed().isStreaming()) {
            SourcePosition position = Resolution.firstStream(definition)
                    .map(Reference::position)
                    .orElse(definition.written().position());
            return Optional.of(Diagnostic.of(
                    ErrorCode.NOT_SUPPORTED,
                    "A stream that is read only in a subquery is not supported; join with it instead",
                    position));
        }
        try {
            query.settings().within(() -> {
                UnsupportedOperationChecker$.MODULE$.checkForStreaming(query.analyzed(), OutputMode.Append());
                return true;
            });
            return Optional.empty();
        } catch (Exception e) {
            Diagnostic found = SparkErrors.diagnose(e, query.text());
            boolean isSorting = found.message().startsWith("Sorting");
            SourcePosition name = definition.written().position();
            SourcePosition start = definition.text().start();
            SourcePosition position = isSorting
                    ? definition.text().find("ORDER")
                    : found.position()
                            .filter(at -> !at.toString().equals(start.toString()))
                            .orElse(name);
            return Optional.of(found.at(position));
        }
    }
}
