package dev.leat.cli;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.ErrorOwner;
import dev.leat.error.JavaLimits;
import dev.leat.error.LeatException;
import dev.leat.error.NearestName;
import dev.leat.error.SourcePosition;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells an error to the user and turns it into the exit code of the one who has to act. */
final class ErrorReport implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
    private final PrintWriter err;

    ErrorReport(PrintWriter err) {
        this.err = err;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        new Problems(err, position -> Optional.empty())
                .tell(Diagnostic.of(ErrorCode.USAGE, String.valueOf(e.getMessage()) + hint(e)));
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command + " --help'.");
        return ErrorCode.USAGE.owner().exitCode();
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, CommandLine.ParseResult parseResult) {
        return tell(e, new Problems(err, lines(commandLine)));
    }

    /** The lines of the project that the command opened. */
    private static Function<SourcePosition, Optional<String>> lines(CommandLine command) {
        return position -> ProjectOptions.of(command.getCommandSpec()).flatMap(options -> options.line(position));
    }

    int tell(Throwable e) {
        return tell(e, new Problems(err, position -> Optional.empty()));
    }

    private int tell(Throwable e, Problems problems) {
        if (e instanceof LeatException known) {
            problems.tellAll(known.diagnostics());
            tellIfDefect(known);
            return known.code().owner().exitCode();
        }
        Optional<Diagnostic> limit = JavaLimits.find(e, "go on");
        if (limit.isPresent()) {
            problems.tell(limit.get());
            return limit.get().code().owner().exitCode();
        }
        problems.tell(Diagnostic.of(ErrorCode.INTERNAL, String.valueOf(e)));
        tellDefect(e);
        return ErrorOwner.INTERNAL.exitCode();
    }

    /** The command that an unknown one most likely means; picocli knows suggestions for options only. */
    private static String hint(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched) || unmatched.isUnknownOption()) {
            return "";
        }
        return NearestName.hint(
                unmatched.getUnmatched().get(0),
                e.getCommandLine().getSubcommands().keySet());
    }

    /** What we need to know of our own mistakes, beyond the text. */
    void tellIfDefect(LeatException e) {
        if (e.code().owner() == ErrorOwner.INTERNAL) {
            tellDefect(e);
        }
    }

    private void tellDefect(Throwable e) {
        e.printStackTrace(err);
        err.println("This is a defect of " + Version.text() + ". Please report it with the lines above.");
    }
}
