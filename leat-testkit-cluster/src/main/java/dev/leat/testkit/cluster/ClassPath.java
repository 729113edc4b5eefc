package dev.leat.testkit.cluster;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The class paths of what runs in clusters; the modules below this one write them to files. Their jars never meet in one JVM. */
enum ClassPath {
    SPARK_4("spark-4.classpath"),
    SPARK_3("spark-3.classpath"),
    HADOOP("hadoop.classpath");

    private final String resource;

    ClassPath(String resource) {
        this.resource = resource;
    }

    List<Path> jars() {
        try (InputStream in = ClassPath.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "no " + resource
                                + "; build leat-testkit-cluster and the modules below it with Maven, that of Spark 3 with -Pcluster");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            return Stream.of(text.split(File.pathSeparator)).map(Path::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
