package dev.leat.cli;

import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;

/** A file that the user named for a result; it appears whole or not at all. */
final class OutputFile {
    private final Path file;

    /**
     * A file to be written.
     *
     * @throws LeatException USAGE, when there can be no such file
     */
    OutputFile(Path named) {
        this.file = named.toAbsolutePath().normalize();
        if (Files.isDirectory(file)) {
            throw new LeatException(ErrorCode.USAGE, "Cannot write to " + named + ": it is a folder; name a file");
        }
        Optional<Path> folder = Optional.ofNullable(file.getParent());
        if (folder.isPresent() && !Files.isDirectory(folder.get())) {
            throw new LeatException(
                    ErrorCode.USAGE, "Cannot write to " + named + ": there is no folder " + folder.get() + "; make it");
        }
    }

    /** Writes text. */
    void writeText(Consumer<PrintWriter> writer) {
        write(part -> {
            CheckedOutput checked = new CheckedOutput(Files.newOutputStream(part));
            try (PrintWriter out = new PrintWriter(
                    new OutputStreamWriter(new BufferedOutputStream(checked, 1 << 16), StandardCharsets.UTF_8))) {
                writer.accept(out);
            }
            if (checked.failure().isPresent()) {
                throw checked.failure().get();
            }
        });
    }

    /** Something that writes a file of its own. */
    @FunctionalInterface
    interface PartWriter {
        void write(Path part) throws IOException;
    }

    /** Has the file written under another name beside it, then gives it its own. */
    void write(PartWriter writer) {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            try {
                writer.write(part);
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw FileErrors.convert(e, "write " + file);
        }
    }
}
