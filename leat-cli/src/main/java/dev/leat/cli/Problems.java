package dev.leat.cli;

import dev.leat.error.Diagnostic;
import dev.leat.error.SourcePosition;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Prints problems with the source line they are in, marked. */
final class Problems {
    /** Of a longer line only the part around the problem is shown. */
    private static final int LINE_CHARACTERS_MAX = 200;

    private static final int CONTEXT_CHARACTERS = 80;

    private final PrintWriter err;
    private final Function<SourcePosition, Optional<String>> lines;

    Problems(PrintWriter err, Function<SourcePosition, Optional<String>> lines) {
        this.err = err;
        this.lines = lines;
    }

    /** Prints all; the exit code of the worst. */
    int tellAll(List<Diagnostic> diagnostics) {
        diagnostics.forEach(this::tell);
        if (diagnostics.size() > 1) {
            err.println(diagnostics.size() + " problems");
        }
        return diagnostics.stream()
                .mapToInt(diagnostic -> diagnostic.code().owner().exitCode())
                .max()
                .orElse(0);
    }

    void tell(Diagnostic diagnostic) {
        err.println(diagnostic.position().map(p -> p + ": ").orElse("") + "error[" + diagnostic.code() + "]: "
                + diagnostic.text());
        diagnostic.position().ifPresent(this::mark);
    }

    private void mark(SourcePosition position) {
        lines.apply(position).ifPresent(line -> {
            String number = Integer.toString(position.line());
            int from = Math.min(position.column() - 1, line.length());
            int start = Math.max(0, Math.min(from - CONTEXT_CHARACTERS, line.length() - LINE_CHARACTERS_MAX));
            int end = Math.min(line.length(), start + LINE_CHARACTERS_MAX);
            int marked = Math.max(1, Math.min(position.length(), end - from));
            StringBuilder blanks = new StringBuilder(start > 0 ? " " : "");
            line.substring(start, from).chars().forEach(c -> blanks.append(c == '\t' ? '\t' : ' '));
            String shown = (start > 0 ? "…" : "") + line.substring(start, end) + (end < line.length() ? "…" : "");
            err.println(" " + number + " | " + shown);
            err.println(" " + " ".repeat(number.length()) + " | " + blanks + "^".repeat(marked));
        });
    }
}
