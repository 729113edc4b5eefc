package dev.leat.cluster;

import dev.leat.error.Checks;
import dev.leat.plan.Plan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The features that a version of Spark was found to compute as the one that plans are compiled for. A line names a feature whatever its
 * arguments, where none that was tried differs, or with those that are equal; {@code bench/spark-3.5} writes the file.
 */
public final class ProvedFeatures {
    /** Follows the name of what is equal with any arguments, but not without. */
    public static final String ANY = "(...)";

    private static final String FILE = "equal-on-spark-";

    private final Set<String> lines;

    private ProvedFeatures(Set<String> lines) {
        this.lines = lines;
    }

    /** Those of a version that computes some otherwise. */
    public static ProvedFeatures of(SparkVersion version) {
        Checks.verify(!version.computesAsCompiled(), "what a later version differs in is not known");
        try (InputStream in = ProvedFeatures.class.getResourceAsStream(FILE + version + ".txt")) {
            Checks.verify(in != null, "each version that is supported has its file");
            return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ProvedFeatures read(List<String> lines) {
        Set<String> features = new HashSet<>(lines);
        features.removeIf(line -> line.isBlank() || line.startsWith("#"));
        return new ProvedFeatures(features);
    }

    /** The lines of which each one is enough to say that a feature is equal. */
    public static List<String> linesOf(Feature feature) {
        String general = feature.general();
        return feature.arguments().isEmpty()
                ? List.of(general, feature.exact())
                : List.of(general, general + ANY, feature.exact());
    }

    /** Whether it is one of them. */
    public boolean has(Feature feature) {
        return linesOf(feature).stream().anyMatch(lines::contains);
    }

    /** What a plan has beside them. */
    public List<Feature> others(Plan plan) {
        return Features.of(plan).stream().filter(feature -> !has(feature)).toList();
    }
}
