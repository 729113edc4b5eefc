package dev.leat.cli;

import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/** Where the process starts. Results go to standard output, everything else to standard error. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // Not System.out, which forgets that writing failed.
        CheckedOutput results = new CheckedOutput(new FileOutputStream(FileDescriptor.out));
        PrintWriter out = new PrintWriter(new BufferedOutputStream(results, 1 << 16), false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exitCode = run(List.of(arguments), new Streams(out, err));
        out.flush();
        exitCode = Math.max(
                exitCode, results.failure().map(e -> tellUnwritten(e, err)).orElse(0));
        err.flush();
        System.exit(exitCode);
    }

    /** A reader that has gone has seen what it wanted; the exit code says that there was more. */
    private static int tellUnwritten(IOException e, PrintWriter err) {
        return CheckedOutput.isReaderGone(e)
                ? ErrorCode.IO.owner().exitCode()
                : new ErrorReport(err).tell(FileErrors.convert(e, "write to standard output"));
    }

    /** Where results go, and where everything else goes. */
    public record Streams(PrintWriter out, PrintWriter err) {}

    /** Runs one command in this process; the exit code says who has to act: 0 nobody, 2 the user, 1 something outside, 70 us. */
    public static int run(List<String> arguments, Streams streams) {
        return run(arguments, streams.out(), streams.err());
    }

    static int run(List<String> arguments, PrintWriter out, PrintWriter err) {
        ErrorReport report = new ErrorReport(err);
        try {
            return new CommandLine(new LeatCommand())
                    .setOut(out)
                    .setErr(err)
                    .setExecutionStrategy(Main::runAndClose)
                    .setParameterExceptionHandler(report)
                    .setExecutionExceptionHandler(report)
                    .execute(arguments.toArray(String[]::new));
        } catch (Error e) {
            // Out of memory or a broken installation: picocli hands on only exceptions.
            return report.tell(e);
        }
    }

    private interface Cleanup extends AutoCloseable {
        @Override
        void close();
    }

    /** Runs the command, and closes its project whatever has come of it. */
    private static int runAndClose(CommandLine.ParseResult parsed) {
        try (Cleanup ignored = () -> parsed.asCommandLineList()
                .forEach(command -> ProjectOptions.of(command.getCommandSpec()).ifPresent(ProjectOptions::close))) {
            return new CommandLine.RunLast().execute(parsed);
        }
    }
}
