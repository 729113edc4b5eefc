package dev.leat.conformance.kill;

import dev.leat.conformance.load.Launch;
import dev.leat.fault.FaultPoint;
import dev.leat.testkit.kafka.KafkaBroker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import java.util.Set;

/**
 * {@code leat run} of projects with a growing log and a topic as sources, and files and a topic as sinks, killed at fault points and
 * at random instants while rows flow; now and then the broker is killed, too. Each row has to be in the table and in each sink once,
 * and no sink may be ahead of the table.
 */
public final class KillRun {
    /** Kills of one project, which stays small so. */
    private static final int ROUND = 25;

    private KillRun() {}

    /** What was found, and the fault points at which no run was killed. */
    public record Findings(int kills, Tally tally, Set<FaultPoint> unreached) {
        @Override
        public String toString() {
            return "kills " + kills + " " + tally;
        }
    }

    /**
     * What is wrong.
     *
     * @param rows all that were written
     * @param torn rows that are not whole, and commits of which only a part can be seen
     */
    public record Tally(long rows, long lost, long repeated, long torn) {
        static final Tally NONE = new Tally(0, 0, 0, 0);

        Tally plus(Tally other) {
            return new Tally(rows + other.rows, lost + other.lost, repeated + other.repeated, torn + other.torn);
        }

        /** Whether all is as it should be. */
        boolean isClean() {
            return lost == 0 && repeated == 0 && torn == 0;
        }

        @Override
        public String toString() {
            return "lost " + lost + " repeated " + repeated + " torn " + torn;
        }
    }

    /** Arguments: the folder to work in, {@code --kills N}, {@code --seed S}; the last line is the figure. */
    public static void main(String[] arguments) throws Exception {
        int kills = 100;
        long seed = System.nanoTime();
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--kills" -> kills = Integer.parseInt(arguments[i + 1]);
                case "--seed" -> seed = Long.parseLong(arguments[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        System.out.println("seed " + seed);
        Findings findings = run(Path.of(arguments[0]), kills, seed, System.out);
        boolean isComplete = findings.unreached().isEmpty() || kills < 2 * ROUND;
        System.exit(findings.tally().isClean() && isComplete ? 0 : 1);
    }

    /** Kills so many runs, and looks at what is there; the last line that it prints is the figure. */
    public static Findings run(Path folder, int kills, long seed, PrintStream out)
            throws IOException, InterruptedException, SQLException {
        Random random = new Random(seed);
        Schedule schedule = new Schedule(random);
        Tally tally = Tally.NONE;
        try (KafkaBroker broker = KafkaBroker.start(folder.resolve("broker"))) {
            Launch launch = Launch.prepare(folder.resolve("launch"));
            for (int done = 0; done < kills; done += ROUND) {
                try (Round round = Round.open(folder.resolve("round-" + done), broker, random.nextLong(), out)) {
                    if (done == 0) {
                        launch.train(round.command(Schedule.Command.RUN));
                    }
                    tally = tally.plus(round.kill(launch, schedule, Math.min(ROUND, kills - done)));
                }
                out.println(Math.min(done + ROUND, kills) + " kills: " + tally);
            }
        }
        for (FaultPoint point : FaultPoint.values()) {
            out.println(point + " " + schedule.hits().getOrDefault(point, 0));
        }
        out.println("rows " + tally.rows());
        Findings findings = new Findings(kills, tally, schedule.unreached());
        out.println(findings);
        return findings;
    }
}
