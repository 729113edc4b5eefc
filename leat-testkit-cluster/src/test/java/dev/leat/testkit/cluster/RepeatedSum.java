package dev.leat.testkit.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.spark.sql.SparkSession;

/** A Spark application: a sum with a shuffle, computed again and again until a file exists and then once more. */
public final class RepeatedSum {
    /** Of the greatest of each of seven classes of the numbers below 100,000. */
    static final long SUM = 699_972;

    private static final String QUERY =
            "SELECT sum(greatest) FROM (SELECT max(id) AS greatest FROM range(0, 100000, 1, 4) GROUP BY id % 7)";

    private RepeatedSum() {}

    /** Prints {@code round N: SUM} for each. */
    public static void main(String[] arguments) throws IOException {
        try (SparkSession session = SparkSession.builder().appName("sums").getOrCreate()) {
            boolean last = false;
            for (int round = 1; !last; round++) {
                last = Files.exists(Path.of(arguments[0]));
                System.out.println(
                        "round " + round + ": " + session.sql(QUERY).first().getLong(0));
            }
        }
    }

    /** Makes the jar that is to be submitted. */
    static Path jar(Path folder) throws IOException {
        String entry = RepeatedSum.class.getName().replace('.', '/') + ".class";
        Path jar = folder.resolve("sum.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                var in = RepeatedSum.class.getClassLoader().getResourceAsStream(entry)) {
            if (in == null) {
                throw new IllegalStateException("no " + entry);
            }
            entries.putNextEntry(new JarEntry(entry));
            in.transferTo(entries);
        }
        return jar;
    }
}
