package dev.leat.conformance.realdata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipInputStream;

/** The lines of the one file in an archive. */
final class ZippedLines {
    private ZippedLines() {}

    static List<String> read(Path archive) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            if (zip.getNextEntry() == null) {
                throw new IOException(archive + " is empty");
            }
            return new String(zip.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }
}
