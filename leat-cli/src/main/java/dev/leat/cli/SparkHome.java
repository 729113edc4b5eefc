package dev.leat.cli;

import dev.leat.cluster.SparkVersion;
import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Spark that applications are started with: that of {@code SPARK_HOME}, or the jars of the distribution, which have all that a local one
 * needs.
 *
 * @param home the folder of SPARK_HOME; absent where the distribution's jars are used
 * @param jars Spark's
 * @param applicationJars Leat's own, which travel with the application, its main one first
 */
record SparkHome(Optional<Path> home, List<Path> jars, List<Path> applicationJars) {
    /** The folder of the distribution with what only the cluster engine needs. */
    private static final String FOLDER = "spark";

    /** For tests, whose classes are not in a distribution: the application's jars, separated as in a class path. */
    private static final String JARS = "leat.spark.jars";

    /** How the names of masters begin that are this machine. */
    static final String LOCAL = "local";

    private static final Pattern CORE = Pattern.compile("spark-core_2\\.1[23]-([0-9]+\\.[0-9]+)\\..*\\.jar");
    private static final String OTHER_SCALA = "spark-core_2.12-";
    private static final String ICEBERG = "iceberg-spark-runtime-";

    private static final String CORE_OF_LEAT = "leat-core";
    private static final String TOPICS = "leat-connect-kafka";
    private static final String CONNECTOR = "spark-sql-kafka-0-10_2.13-";
    private static final String TOKENS = "spark-token-provider-kafka-0-10_2.13-";
    private static final String CLIENT = "kafka-clients-";
    private static final String POOL = "commons-pool2-";

    /** What the command itself needs, too. */
    private static final List<String> OF_LIBRARY = List.of(CORE_OF_LEAT, TOPICS, CLIENT);

    SparkHome {
        jars = List.copyOf(jars);
        applicationJars = List.copyOf(applicationJars);
    }

    /**
     * Finds it.
     *
     * @param home the value of SPARK_HOME, if it is set
     * @throws LeatException USAGE if there is none for the master, or something is missing
     */
    static SparkHome find(Optional<String> home, String master) {
        Optional<Path> folder = home.filter(text -> !text.isBlank()).map(Path::of);
        if (folder.isEmpty() && !master.startsWith(LOCAL)) {
            throw new LeatException(
                    ErrorCode.USAGE,
                    "The master " + master
                            + " needs the Spark of its cluster: set SPARK_HOME to its folder. Without one, --master local[N]"
                            + " runs on the jars of this distribution");
        }
        List<Path> jars = jars(folder.map(path -> path.resolve("jars")).orElseGet(SparkHome::library));
        SparkVersion version = version(folder, jars);
        return new SparkHome(folder, jars, applicationJars(jars, version.toString()));
    }

    /** The value of {@code SPARK_HOME}, if it is set. */
    static Optional<String> environment() {
        return Optional.ofNullable(System.getenv("SPARK_HOME"));
    }

    /**
     * The version that applications run on.
     *
     * @param home the value of SPARK_HOME, if it is set; without one it is that of the distribution
     * @throws LeatException USAGE if there is no Spark, or one that projects do not run on
     */
    static SparkVersion version(Optional<String> home) {
        Optional<Path> folder = home.filter(text -> !text.isBlank()).map(Path::of);
        return folder.isEmpty()
                ? SparkVersion.COMPILED_FOR
                : version(folder, jars(folder.get().resolve("jars")));
    }

    private static SparkVersion version(Optional<Path> folder, List<Path> jars) {
        if (jars.stream().anyMatch(jar -> name(jar).startsWith(OTHER_SCALA))) {
            throw new LeatException(
                    ErrorCode.USAGE,
                    "The Spark in " + folder.map(Path::toString).orElse("the distribution")
                            + " is built for Scala 2.12: projects run on that for Scala 2.13. Set SPARK_HOME to its folder");
        }
        return version(jars)
                .map(SparkVersion::parse)
                .orElseThrow(
                        () -> new LeatException(
                                ErrorCode.USAGE,
                                "There is no Spark in "
                                        + folder.map(Path::toString).orElse("the distribution")
                                        + ": expected jars/spark-core_2.13-….jar. Set SPARK_HOME to the folder of Spark 3.5 or 4.1"));
    }

    private static List<Path> applicationJars(List<Path> jars, String version) {
        List<Path> all = own();
        List<Path> own = new ArrayList<>();
        all.stream().filter(jar -> name(jar).startsWith("leat-spark")).forEach(own::add);
        all.stream().filter(jar -> name(jar).startsWith(CORE_OF_LEAT)).forEach(own::add);
        boolean hasIceberg = jars.stream().anyMatch(jar -> name(jar).startsWith(ICEBERG));
        if (!hasIceberg) {
            own.add(
                    all.stream()
                            .filter(jar -> name(jar).startsWith(ICEBERG + version + "_"))
                            .findFirst()
                            .orElseThrow(
                                    () -> new LeatException(
                                            ErrorCode.USAGE,
                                            "There is no Iceberg for Spark " + version + ": put " + ICEBERG + version
                                                    + "_2.13 into the folder jars of SPARK_HOME, or, from a checkout, build with mvn -Pspark -pl leat-cli -am package")));
        }
        return own;
    }

    /** The jars that an application may need beside Spark's. */
    private static List<Path> own() {
        return Optional.ofNullable(System.getProperty(JARS))
                .map(text -> Stream.of(text.split(File.pathSeparator, -1))
                        .map(Path::of)
                        .toList())
                .orElseGet(() -> {
                    List<Path> own = new ArrayList<>(jars(library().resolveSibling(FOLDER)));
                    own.addAll(jars(library()).stream()
                            .filter(jar -> OF_LIBRARY.stream().anyMatch(name(jar)::startsWith))
                            .toList());
                    return own;
                });
    }

    /**
     * The same for a project that has topics, whose application needs Spark's connector to Kafka.
     *
     * @throws LeatException USAGE if there is none for this Spark
     */
    SparkHome withTopics() {
        List<Path> all = own();
        List<Path> withTopics = new ArrayList<>(applicationJars);
        String version = version(jars).orElseThrow();
        for (String part : List.of(TOPICS, CONNECTOR + version + ".", TOKENS, CLIENT, POOL)) {
            boolean isThere = jars.stream().anyMatch(jar -> name(jar).startsWith(part));
            if (!isThere) {
                withTopics.add(all.stream()
                        .filter(jar -> name(jar).startsWith(part))
                        .findFirst()
                        .orElseThrow(() -> withoutTopics(part, version)));
            }
        }
        return new SparkHome(home, jars, withTopics);
    }

    private static LeatException withoutTopics(String part, String version) {
        return new LeatException(
                ErrorCode.USAGE,
                "The project has topics, and there is no " + part + "….jar for Spark " + version
                        + ": put Spark's connector to Kafka, with " + TOKENS + "…, " + CLIENT + "… and " + POOL
                        + "…, into the folder jars of SPARK_HOME, or, from a checkout, build with mvn -Pspark -pl leat-cli -am"
                        + " package");
    }

    /** Where the jars of the distribution are. */
    private static Path library() {
        CodeSource code = SparkHome.class.getProtectionDomain().getCodeSource();
        Path jar = Path.of(URI.create(code.getLocation().toString()));
        return Optional.ofNullable(jar.getParent()).orElse(jar);
    }

    private static List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> name(file).endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw FileErrors.convert(e, "list " + folder);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static Optional<String> version(List<Path> jars) {
        return jars.stream()
                .map(jar -> CORE.matcher(name(jar)))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }
}
