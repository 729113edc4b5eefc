package dev.leat.cli;

import dev.leat.error.Diagnostic;
import dev.leat.error.SourcePosition;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Prints problems with the source line they are in, marked. */
final class Problems {
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
                + diagnostic.message());
        diagnostic.position().ifPresent(this::mark);
    }

    private void mark(SourcePosition position) {
        lines.apply(position).ifPresent(line -> {
            String number = Integer.toString(position.line());
            int from = Math.min(position.column() - 1, line.length());
            int marked = Math.max(1, Math.min(position.length(), line.length() - from));
            StringBuilder blanks = new StringBuilder();
            line.substring(0, from).chars().forEach(c -> blanks.append(c == '\t' ? '\t' : ' '));
            err.println(" " + number + " | " + line);
            err.println(" " + " ".repeat(number.length()) + " | " + blanks + "^".repeat(marked));
        });
    }
}
