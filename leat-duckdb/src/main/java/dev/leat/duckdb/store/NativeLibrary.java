package dev.leat.duckdb.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The driver copies DuckDB's native library, 70 MB, to the folder for temporary files and deletes the copy when the process ends
 * by itself. One that is killed would leave it behind. Where the name of a file can go while it is in use, it does so at once.
 */
final class NativeLibrary {
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final Pattern COPY = Pattern.compile("/\\S.*/libduckdb_java\\d+\\.so$", Pattern.MULTILINE);
    private static final AtomicBoolean LOOKED = new AtomicBoolean();

    private NativeLibrary() {}

    /** Called after the driver has loaded the library. */
    static void forgetCopy() {
        if (LOOKED.getAndSet(true) || !Files.exists(MAPS)) {
            return;
        }
        try {
            Matcher copy = COPY.matcher(Files.readString(MAPS));
            if (copy.find()) {
                // The map has no links in its paths.
                Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
                Path file = Path.of(copy.group());
                if (file.startsWith(temporary)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            // Then it is deleted at the end.
        }
    }
}
