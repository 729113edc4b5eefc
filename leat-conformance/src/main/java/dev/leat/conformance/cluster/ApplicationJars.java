package dev.leat.conformance.cluster;

import dev.leat.connect.kafka.KafkaSinkWriters;
import dev.leat.pipeline.Pipeline;
import dev.leat.spark.SparkEngine;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The jars of the application, made of the classes that this process runs on. */
public final class ApplicationJars {
    private ApplicationJars() {}

    /** Makes them in a folder; the value of {@code leat.spark.jars}. */
    public static String make(Path folder) {
        return jar(SparkEngine.class, folder.resolve("leat-spark.jar"))
                + File.pathSeparator
                + jar(Pipeline.class, folder.resolve("leat-core.jar"))
                + File.pathSeparator
                + jar(KafkaSinkWriters.class, folder.resolve("leat-connect-kafka.jar"));
    }

    /** The folder, or the jar, that a class is in. */
    public static Path classes(Class<?> one) {
        return Path.of(URI.create(
                one.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private static Path jar(Class<?> one, Path target) {
        Path classes = classes(one);
        try {
            if (Files.isRegularFile(classes)) {
                return Files.copy(classes, target);
            }
            try (OutputStream file = Files.newOutputStream(target);
                    JarOutputStream jar = new JarOutputStream(file);
                    Stream<Path> found = Files.walk(classes)) {
                List<Path> all = found.filter(Files::isRegularFile).sorted().toList();
                for (Path each : all) {
                    jar.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                    Files.copy(each, jar);
                    jar.closeEntry();
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
