package dev.leat.cli;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.ErrorOwner;
import dev.leat.error.LeatException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Tells an error to the user and turns it into the exit code of the one who has to act. */
final class ErrorReport implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
    private final PrintWriter err;

    ErrorReport(PrintWriter err) {
        this.err = err;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        tell(Diagnostic.of(ErrorCode.USAGE, String.valueOf(e.getMessage())));
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command + " --help'.");
        return ErrorCode.USAGE.owner().exitCode();
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, CommandLine.ParseResult parseResult) {
        return tell(e);
    }

    int tell(Throwable e) {
        if (e instanceof LeatException known) {
            known.diagnostics().forEach(this::tell);
            if (known.code().owner() == ErrorOwner.INTERNAL) {
                tellDefect(known);
            }
            return known.code().owner().exitCode();
        }
        tell(Diagnostic.of(ErrorCode.INTERNAL, String.valueOf(e)));
        tellDefect(e);
        return ErrorOwner.INTERNAL.exitCode();
    }

    private void tell(Diagnostic diagnostic) {
        err.println("error[" + diagnostic.code() + "]: " + diagnostic);
    }

    private void tellDefect(Throwable e) {
        e.printStackTrace(err);
        err.println("This is a defect of " + Version.text() + ". Please report it with the lines above.");
    }
}
