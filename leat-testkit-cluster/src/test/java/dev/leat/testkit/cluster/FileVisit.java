package dev.leat.testkit.cluster;

import java.io.IOException;
import java.util.Random;
import java.util.zip.CRC32;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A client of a file system that writes a file of random bytes, or reads it. */
final class FileVisit {
    private static final int FILE_BYTES = 3_000_000;

    private FileVisit() {}

    /** Takes {@code write} or {@code read} and a path, and prints what is in the file. */
    public static void main(String[] arguments) throws IOException {
        Path file = new Path(arguments[1]);
        try (FileSystem files = FileSystem.newInstance(Visit.configuration())) {
            if (arguments[0].equals("write")) {
                byte[] bytes = new byte[FILE_BYTES];
                new Random(7).nextBytes(bytes);
                try (FSDataOutputStream out = files.create(file)) {
                    out.write(bytes);
                }
                System.out.println(found(bytes));
            } else {
                try (FSDataInputStream in = files.open(file)) {
                    System.out.println(found(in.readAllBytes()));
                }
            }
            System.out.println("replicas: " + files.getFileStatus(file).getReplication());
        }
    }

    private static String found(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return "found: " + bytes.length + " bytes with sum " + sum.getValue();
    }
}
