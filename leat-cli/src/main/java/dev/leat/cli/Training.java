package dev.leat.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs in one process what users commonly run, so that the launcher can see which classes a start needs. Its results
 * don't matter; a command that fails only leaves its classes out of the archive.
 */
final class Training {
    private Training() {}

    /**
     * The first argument says what to run: {@code compile} makes a project and the plans of {@code start}, which runs
     * with them; {@code all} is all that users run. The second is the project's folder.
     */
    public static void main(String[] arguments) {
        String folder = arguments[1];
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        List<List<String>> commands = switch (arguments[0]) {
            case "compile" -> both(List.of(List.of("init", folder)), start(folder));
            case "start" -> start(folder);
            default -> all(folder);
        };
        for (List<String> command : commands) {
            Main.run(command, nowhere, nowhere);
        }
        System.exit(0);
    }

    private static List<List<String>> start(String folder) {
        return List.of(
                List.of("run", folder),
                List.of(
                        "query",
                        folder,
                        "SELECT * FROM orders",
                        "--format",
                        "parquet",
                        "--output",
                        folder + "/p.parquet"),
                List.of("query", folder, "SELECT count(*) FROM parquet.`p.parquet`"),
                List.of("query", folder, "SELECT * FROM revenue_per_month"),
                List.of("query", folder, "SELECT * FROM orders", "--format", "csv"));
    }

    private static List<List<String>> all(String folder) {
        return both(
                List.of(
                        List.of("--version"),
                        List.of("--help"),
                        List.of("init", folder),
                        List.of("check", folder),
                        List.of("datasets", folder),
                        List.of("explain", folder, "--sql"),
                        List.of("query", folder, "SELECT 1 AS one, soundex('a') AS text")),
                start(folder));
    }

    private static List<List<String>> both(List<List<String>> first, List<List<String>> second) {
        List<List<String>> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
