package dev.leat.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;

/**
 * Runs in one process what users commonly run, so that the launcher can see which classes a start needs. Its results
 * don't matter; a command that fails only leaves its classes out of the archive.
 */
final class Training {
    private Training() {}

    /** The argument is a folder that does not exist yet and may be filled. */
    public static void main(String[] arguments) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        for (List<String> command : commands(arguments[0])) {
            Main.run(command, nowhere, nowhere);
        }
        System.exit(0);
    }

    private static List<List<String>> commands(String folder) {
        return List.of(
                List.of("--version"),
                List.of("--help"),
                List.of("init", folder),
                List.of("check", folder),
                List.of("run", folder),
                List.of("run", folder),
                List.of("datasets", folder),
                List.of("explain", folder, "--sql"),
                List.of("query", folder, "SELECT 1 AS one, upper('a') AS text"),
                List.of("query", folder, "SELECT 1 AS one", "--format", "csv"));
    }
}
