package dev.leat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leat.error.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Where a run that stays up tells its status to other processes, which cannot open the state meanwhile. */
final class StatusFile {
    private static final String NAME = "status.json";

    private final Path file;

    StatusFile(Path state) {
        this.file = state.resolve(NAME);
    }

    void write(JsonNode status) {
        try {
            Path part = file.resolveSibling(NAME + ".part");
            Files.writeString(part, status.toString());
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw FileErrors.convert(e, "write the status");
        }
    }

    Optional<JsonNode> read() {
        try {
            return Optional.of(new ObjectMapper().readTree(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FileErrors.convert(e, "read the status");
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw FileErrors.convert(e, "remove the status");
        }
    }
}
