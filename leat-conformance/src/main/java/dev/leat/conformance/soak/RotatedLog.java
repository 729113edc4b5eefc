package dev.leat.conformance.soak;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/**
 * A log that is rotated as logrotate does with {@code delaycompress}: {@code app.log} becomes {@code app.log.1}, which becomes
 * {@code app.log.2.gz} at the next rotation, and so on until it is removed, but not before it has been read. What is written may end
 * in the middle of a line.
 */
final class RotatedLog implements Feed.Target {
    /** How many files there are beside the one that is written. */
    private static final int KEPT = 5;

    private final Path folder;
    private final Random random;
    private final Span between;
    private OutputStream log;
    private final Deque<Long> ends = new ArrayDeque<>();
    private long nextNanos;
    private long lines;
    private long rotations;
    private volatile long read;

    RotatedLog(Path folder, Span between, long seed) throws IOException {
        this.folder = folder;
        this.between = between;
        this.random = new Random(seed);
        this.log = open();
    }

    private OutputStream open() throws IOException {
        nextNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(between.seconds(random));
        return new BufferedOutputStream(
                Files.newOutputStream(folder.resolve("app.log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    @Override
    public void write(String text) throws IOException {
        log.write(text.getBytes(StandardCharsets.UTF_8));
        log.write('\n');
        lines++;
        boolean canRotate = ends.size() < KEPT || ends.element() <= read;
        if (canRotate && System.nanoTime() - nextNanos > 0) {
            rotate();
        }
    }

    private void rotate() throws IOException {
        if (ends.size() == KEPT) {
            Files.delete(compressed(KEPT));
            ends.remove();
        }
        for (int age = KEPT - 1; age > 1; age--) {
            if (Files.exists(compressed(age))) {
                Files.move(compressed(age), compressed(age + 1));
            }
        }
        Path last = folder.resolve("app.log.1");
        if (Files.exists(last)) {
            compress(last, compressed(2));
        }
        // The file has another name before its writer lets go of it.
        Files.move(folder.resolve("app.log"), last);
        log.close();
        log = open();
        ends.add(lines);
        rotations++;
    }

    private Path compressed(int age) {
        return folder.resolve("app.log." + age + ".gz");
    }

    private static void compress(Path file, Path compressed) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            Files.copy(file, out);
        }
        Files.delete(file);
    }

    /** Of all lines the first so many have been read. */
    void setRead(long count) {
        read = count;
    }

    /** How often it was rotated. */
    long rotations() {
        return rotations;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
