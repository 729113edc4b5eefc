package dev.leat.error;

import java.util.List;
import java.util.Optional;

/** The one exception of Leat: an error code with the diagnostics that explain it. */
public final class LeatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;
    private final ErrorCode code;

    /** One error without a position. */
    public LeatException(ErrorCode code, String message) {
        this(List.of(Diagnostic.of(code, message)), Optional.empty());
    }

    /** One error without a position, caused by another. */
    public LeatException(ErrorCode code, String message, Throwable cause) {
        this(List.of(Diagnostic.of(code, message)), Optional.of(cause));
    }

    /** One or more errors, reported together. The first gives the code. */
    public LeatException(List<Diagnostic> diagnostics) {
        this(diagnostics, Optional.empty());
    }

    /** One error with all its facts, caused by another. */
    public LeatException(Diagnostic diagnostic, Throwable cause) {
        this(List.of(diagnostic), Optional.of(cause));
    }

    /** One error with all its facts. */
    public LeatException(Diagnostic diagnostic) {
        this(List.of(diagnostic), Optional.empty());
    }

    private LeatException(List<Diagnostic> diagnostics, Optional<Throwable> cause) {
        super(text(diagnostics), cause.orElse(null));
        this.diagnostics = List.copyOf(diagnostics);
        this.code = diagnostics.get(0).code();
    }

    private static String text(List<Diagnostic> diagnostics) {
        Diagnostic first = diagnostics.get(0);
        return diagnostics.size() == 1 ? first.toString() : first + " (and " + (diagnostics.size() - 1) + " more)";
    }

    /** The code of the first diagnostic. */
    public ErrorCode code() {
        return code;
    }

    /** Everything that is wrong, in the order found; never empty. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
