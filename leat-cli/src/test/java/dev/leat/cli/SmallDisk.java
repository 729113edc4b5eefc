package dev.leat.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few megabytes in memory. Tests that need one are skipped where it cannot be mounted. */
final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    static SmallDisk mount(Path folder, int kibibytes) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "skipped: tmpfs is Linux's");
        String said = run("mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "tmpfs", folder.toString());
        assumeTrue(said.isEmpty(), "skipped: mounting is not permitted here: " + said);
        return new SmallDisk(folder);
    }

    Path folder() {
        return folder;
    }

    /** Leaves this much room; 0 or less takes away all. */
    void leave(long bytes) {
        Path filler = folder.resolve("filler");
        try {
            Files.deleteIfExists(filler);
            long size = Files.getFileStore(folder).getUsableSpace() - bytes;
            if (size > 0) {
                try (RandomAccessFile file = new RandomAccessFile(filler.toFile(), "rw")) {
                    byte[] block = new byte[4096];
                    for (long written = 0; written < size; written += block.length) {
                        file.write(block);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives back what {@link #leave} took. */
    void makeRoom() {
        try {
            Files.deleteIfExists(folder.resolve("filler"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void makeReadOnly() {
        String said = run("mount", "-o", "remount,ro", folder.toString());
        assumeTrue(said.isEmpty(), "skipped: mounting is not permitted here: " + said);
    }

    @Override
    public void close() {
        run("umount", "-l", folder.toString());
    }

    /** Runs a command of the system; what it says, which is nothing if all is well. */
    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int exitCode = process.waitFor();
            return exitCode == 0 ? "" : said + " (" + exitCode + ")";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command[0], e);
        }
    }
}
