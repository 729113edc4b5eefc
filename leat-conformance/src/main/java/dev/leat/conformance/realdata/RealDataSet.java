package dev.leat.conformance.realdata;

import dev.leat.conformance.command.CommandRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A set of real data with a project that reads it, {@code NAME.sql}, and questions to its results, {@code NAME.answers}.
 *
 * @param folder below the folder of all sets
 */
record RealDataSet(String name, String folder) {
    /** All sets of CSV, JSON, text and Parquet; archives (zip, tar) of others are left out, since Leat reads none. */
    static final List<RealDataSet> ALL = List.of(
            new RealDataSet("apache_access", "logs/web"),
            new RealDataSet("attack_acunetix", "logs/web"),
            new RealDataSet("nginxplus_status", "logs/web"),
            new RealDataSet("loghub", "logs/loghub"),
            new RealDataSet("nsl_kdd", "logs/nsl_kdd"),
            new RealDataSet("nab", "nab"),
            new RealDataSet("fraud", "fraud"),
            new RealDataSet("beijing_air", "iot/beijing_air"),
            new RealDataSet("skab", "iot/skab"),
            new RealDataSet("cmapss", "iot/cmapss"),
            new RealDataSet("retail", "retail"),
            new RealDataSet("wikipedia_edits", "social/wikipedia_edits"),
            new RealDataSet("github_events", "social/github_events"),
            new RealDataSet("ethereum_blocks", "blockchain/ethereum_blocks"),
            new RealDataSet("bitcoin_small", "blockchain/bitcoin_small"),
            new RealDataSet("tpch_answers", "sql/tpch_answers_sf0.01"),
            new RealDataSet("parquet_testing", "suites/parquet-testing"),
            new RealDataSet("csv_spectrum", "suites/csv-spectrum"));

    /** The folder of all sets; absent on a machine without them. */
    static Optional<Path> data(Path beside) {
        Path shared =
                Optional.ofNullable(System.getenv("LEAT_SHARED")).map(Path::of).orElse(beside);
        Path data = shared.resolve("data").toAbsolutePath().normalize();
        return Files.isDirectory(data) ? Optional.of(data) : Optional.empty();
    }

    /** Makes the project in an empty folder and runs it; what went wrong, if anything. */
    Optional<String> run(Path data, Path project) throws IOException {
        Files.writeString(project.resolve("spark-pipeline.yml"), """
                name: %s
                configuration:
                  data: '%s'
                libraries:
                  - glob:
                      include: transformations/**
                """.formatted(name, data));
        Path sql = Files.createDirectories(project.resolve("transformations")).resolve(name + ".sql");
        Files.writeString(sql, resource(name + ".sql"));
        CommandRun run = CommandRun.of("run", project.toString());
        return run.exitCode() == 0 ? Optional.empty() : Optional.of(name + ": " + run.err());
    }

    List<Question> questions() {
        return Question.parse(resource(name + ".answers"));
    }

    /** Asks the results of a run; the difference, if there is one. */
    static Optional<String> difference(Path project, Question question) {
        CommandRun query = CommandRun.of("query", project.toString(), question.query(), "--format", "csv");
        if (query.exitCode() != 0) {
            return Optional.of(question.query() + "\n" + query.err());
        }
        return query.out().equals(question.answer())
                ? Optional.empty()
                : Optional.of(question.query() + "\nexpected\n" + question.answer() + "found\n" + query.out());
    }

    /** Runs the project and asks all questions; what went wrong, one text for each. */
    List<String> failures(Path data, Path project) throws IOException {
        Optional<String> failure = run(data, project);
        if (failure.isPresent()) {
            return List.of(failure.get());
        }
        List<String> failures = new ArrayList<>();
        questions().forEach(question -> difference(project, question).ifPresent(failures::add));
        return failures;
    }

    private static String resource(String name) {
        try (InputStream stream = Objects.requireNonNull(RealDataSet.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + name, e);
        }
    }
}
