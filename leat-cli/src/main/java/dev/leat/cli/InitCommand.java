package dev.leat.cli;

import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a small project that runs. */
@Command(name = "init", description = "Makes a small project that runs.", mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
    private static final List<String> FILES =
            List.of("spark-pipeline.yml", "transformations/orders.sql", "data/orders.csv");

    @Parameters(index = "0", paramLabel = "FOLDER", description = "The new project's folder.")
    private Path folder = Path.of("");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        for (String file : FILES) {
            if (Files.exists(folder.resolve(file))) {
                throw new LeatException(
                        ErrorCode.USAGE, "Cannot make a project in " + folder + ": it has a " + file + " already");
            }
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new LeatException(ErrorCode.USAGE, "Cannot make a project in " + folder + ": it is a file");
        }
        try {
            write();
        } catch (IOException e) {
            throw FileErrors.convert(e, "make a project in " + folder);
        }
        spec.commandLine().getOut().println("Made " + folder + ". Run it: leat run " + folder);
        return 0;
    }

    private void write() throws IOException {
        for (String file : FILES) {
            Path target = folder.resolve(file).toAbsolutePath();
            Files.createDirectories(target.resolveSibling("."));
            try (InputStream template = InitCommand.class.getResourceAsStream("init/" + file)) {
                if (template == null) {
                    throw new LeatException(ErrorCode.INTERNAL, "The template " + file + " is missing");
                }
                Files.copy(template, target);
            }
        }
    }
}
