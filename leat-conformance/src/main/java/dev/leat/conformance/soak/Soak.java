package dev.leat.conformance.soak;

import dev.leat.conformance.load.CommittedRecords;
import dev.leat.conformance.load.WatchedRun;
import dev.leat.conformance.oracle.RowDifferences;
import dev.leat.testkit.kafka.KafkaBroker;
import dev.leat.testkit.kafka.TopicFixture;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A run that stays up while rows are fed, the log is rotated and the broker restarts; then its results are compared. */
final class Soak {
    private static final int PARTITIONS = 2;

    /** Retention keeps what was not read for longer than the lag may be. */
    private static final Map<String, String> RETENTION =
            Map.of("retention.bytes", String.valueOf(256 << 20), "segment.bytes", String.valueOf(16 << 20));

    /** With more, retention could take what was not read. */
    private static final int LAG_SECONDS_MAX = 120;

    private static final long START_SECONDS = 300;
    private static final long DRAIN_SECONDS = 300;

    /** A size that grows by less is flat. */
    private static final long RESIDENT_FLOOR = 32 << 20;

    private static final long STATE_FLOOR = 8 << 20;

    private final Path folder;
    private final Terms terms;
    private final PrintStream out;
    private final ExpectedResults expected = new ExpectedResults(Tally.byClass(), Tally.byUser());
    private final EnrichedRows enriched = new EnrichedRows();
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * How long and how much.
     *
     * @param seconds from the first commit on
     * @param rate rows a second, half of them in each source
     * @param sampleSeconds from one sample to the next
     * @param rotation from one rotation of the log to the next
     * @param brokerUp from a start of the broker to its next stop
     */
    record Terms(int seconds, int rate, int sampleSeconds, Span rotation, Span brokerUp, long seed) {}

    /**
     * What was found.
     *
     * @param problems of the run itself
     * @param growth what is not flat
     */
    record Findings(int seconds, long rows, long differences, List<String> problems, List<String> growth) {
        Findings {
            problems = List.copyOf(problems);
            growth = List.copyOf(growth);
        }

        boolean isClean() {
            return differences == 0 && problems.isEmpty() && growth.isEmpty();
        }

        @Override
        public String toString() {
            return "soak " + Math.round(seconds / 60.0) + " minutes rows " + rows + " differences " + differences;
        }
    }

    Soak(Path folder, Terms terms, PrintStream out) {
        this.folder = folder;
        this.terms = terms;
        this.out = out;
    }

    /** What the results have to be. */
    ExpectedResults expected() {
        return expected;
    }

    /**
     * Runs it; the last line that it prints is the figure.
     *
     * @param leat the words that start Leat
     */
    Findings run(List<String> leat) throws IOException, InterruptedException, SQLException {
        try (KafkaBroker broker = KafkaBroker.start(folder.resolve("broker"))) {
            try (TopicFixture topics = new TopicFixture(broker)) {
                topics.create(SoakProject.CLICKS, PARTITIONS, RETENTION);
                topics.create(SoakProject.ENRICHED, PARTITIONS, RETENTION);
            }
            Path project = SoakProject.write(folder, broker.servers());
            soak(project, broker, leat);
            return findings(project);
        }
    }

    private void soak(Path project, KafkaBroker broker, List<String> leat) throws IOException, InterruptedException {
        Path told = folder.resolve("err.txt");
        CommitTimes commits = new CommitTimes(told);
        List<String> command = new ArrayList<>(leat);
        command.addAll(List.of("run", project.toString(), "--watch"));
        WatchedRun run = WatchedRun.start(command, told);
        Feeds feeds = Feeds.start(folder, broker, terms, expected);
        try (CommittedRecords records = CommittedRecords.follow(
                broker.servers(), List.of(SoakProject.ENRICHED), (record, micros) -> enriched.take(record))) {
            awaitCommit(run, commits);
            Probe probe = new Probe(project, run, commits, feeds);
            while (probe.seconds() < terms.seconds()) {
                TimeUnit.SECONDS.sleep(terms.sampleSeconds());
                ToldStatus status = ToldStatus.of(project);
                observe(probe, status);
                feeds.follow(status);
            }
            feeds.stop();
            drain(probe, project);
            int code = run.end();
            require(code == 0, "the run ended with " + code);
            records.await(EnrichedRows.count(expected), DRAIN_SECONDS);
        } finally {
            feeds.stop();
            run.end();
        }
        commits.next();
        out.println(feeds + ", commits " + commits.commits() + ", warnings "
                + commits.warnings().size());
        commits.warnings().stream().distinct().forEach(out::println);
    }

    /** Before it holds the state, a look at the status would take it. */
    private static void awaitCommit(WatchedRun run, CommitTimes commits) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (commits.commits() == 0) {
            if (!run.isAlive() || System.nanoTime() - end > 0) {
                throw new IllegalStateException("the run does not start: " + commits.warnings());
            }
            TimeUnit.MILLISECONDS.sleep(100);
            commits.next();
        }
    }

    private void observe(Probe probe, ToldStatus status) throws IOException {
        Sample sample = probe.sample(status);
        samples.add(sample);
        out.println(sample);
        if (sample.lag().most() > (long) LAG_SECONDS_MAX * terms.rate() / 2) {
            throw new IllegalStateException("the run cannot keep up with " + terms.rate() + " rows a second");
        }
    }

    /** Waits until all is read and delivered. */
    private void drain(Probe probe, Path project) throws InterruptedException {
        long start = probe.seconds();
        ToldStatus status = ToldStatus.of(project);
        while ((probe.lag(status).most() > 0 || status.pending() > 0) && probe.seconds() - start < DRAIN_SECONDS) {
            TimeUnit.SECONDS.sleep(1);
            status = ToldStatus.of(project);
        }
        Sample.Lag lag = probe.lag(status);
        out.println("drained in " + (probe.seconds() - start) + " s: lag " + lag.clicks() + " and " + lag.lines()
                + ", pending commits " + status.pending());
        require(lag.most() == 0 && status.pending() == 0, "not all was read and delivered in the end");
    }

    private void require(boolean isMet, String problem) {
        if (!isMet) {
            problems.add(problem);
        }
    }

    private Findings findings(Path project) throws IOException, SQLException {
        long differences = differences(project);
        out.println(RecordOfCommits.of(SoakProject.state(folder)));
        Sample.Thirds resident = Sample.Thirds.of("RSS", samples, Sample::resident);
        Sample.Thirds state = Sample.Thirds.of("state", samples, Sample::state);
        List<String> growth = new ArrayList<>();
        if (!resident.isFlat(RESIDENT_FLOOR)) {
            growth.add("memory grows");
        }
        if (!state.isFlat(STATE_FLOOR)) {
            growth.add("the state grows");
        }
        Findings findings = new Findings(
                terms.seconds(), expected.clicks().count() + expected.lines().count(), differences, problems, growth);
        problems.forEach(out::println);
        growth.forEach(out::println);
        out.println(resident);
        out.println(state);
        out.println(findings);
        return findings;
    }

    /** How many rows of results, counts and sinks are not those expected. */
    long differences(Path project) throws IOException {
        RowDifferences differences = Comparison.of(project, expected);
        EnrichedRows.Faults faults = enriched.faults(expected);
        differences.told().forEach(out::println);
        out.println("the topic: " + faults);
        return differences.differingRows() + faults.sum();
    }
}
