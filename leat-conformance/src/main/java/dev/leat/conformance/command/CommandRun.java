package dev.leat.conformance.command;

import dev.leat.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * A command that has ended.
 *
 * @param out its standard output, with lines that end with a bare line feed
 * @param err the same of its standard error
 */
public record CommandRun(int exitCode, String out, String err) {
    /** Runs a command in this process, through the product's own entry. */
    public static CommandRun of(String... arguments) {
        return of(List.of(arguments));
    }

    /** Runs a command in this process, through the product's own entry. */
    public static CommandRun of(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(arguments, new Main.Streams(new PrintWriter(out), new PrintWriter(err)));
        return new CommandRun(exitCode, lines(out), lines(err));
    }

    private static String lines(StringWriter text) {
        return text.toString().replace("\r\n", "\n");
    }
}
