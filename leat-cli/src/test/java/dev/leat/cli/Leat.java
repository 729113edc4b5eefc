package dev.leat.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/** Runs commands in this process and keeps what they print. */
final class Leat {
    private Leat() {}

    /** How a command ended; line ends as written. */
    record Ended(int exitCode, String out, String err) {}

    static Ended run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(
                Arrays.stream(arguments).map(Object::toString).toList(), new PrintWriter(out), new PrintWriter(err));
        return new Ended(exitCode, out.toString(), err.toString());
    }
}
