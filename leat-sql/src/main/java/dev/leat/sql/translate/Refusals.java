package dev.leat.sql.translate;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.sql.analysis.SourceText;
import dev.leat.sql.analysis.SparkErrors;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.trees.Origin;

/** Makes the error of a part of a query that Leat does not run. */
final class Refusals {
    private final SourceText text;

    Refusals(SourceText text) {
        this.text = text;
    }

    /** The place a node of Spark's tree was written at. */
    Optional<SourcePosition> position(Origin origin) {
        return text.position(origin);
    }

    /** What is refused, and what to write instead. */
    LeatException notSupported(Origin origin, String message) {
        return new LeatException(
                new Diagnostic(ErrorCode.NOT_SUPPORTED, Optional.empty(), message, Optional.of(placeOf(origin))));
    }

    /** The error of a constant that Spark could not evaluate. */
    LeatException failed(Origin origin, Exception thrown) {
        Diagnostic found = SparkErrors.diagnose(thrown, text);
        SourcePosition place = found.position()
                .filter(position -> !position.equals(text.start()))
                .orElseGet(() -> placeOf(origin));
        return new LeatException(
                new Diagnostic(ErrorCode.RUNTIME, found.condition(), found.message(), Optional.of(place)), thrown);
    }

    /** Runs the work; an error without a position gets this one. */
    <T> T at(Origin origin, Supplier<T> work) {
        try {
            return work.get();
        } catch (LeatException e) {
            if (e.diagnostics().stream()
                    .allMatch(diagnostic -> diagnostic.position().isPresent())) {
                throw e;
            }
            SourcePosition place = placeOf(origin);
            List<Diagnostic> placed = e.diagnostics().stream()
                    .map(diagnostic -> diagnostic.position().isPresent() ? diagnostic : diagnostic.at(place))
                    .toList();
            LeatException better = new LeatException(placed);
            better.addSuppressed(e);
            throw better;
        }
    }

    private SourcePosition placeOf(Origin origin) {
        return text.position(origin).orElse(text.start());
    }
}
