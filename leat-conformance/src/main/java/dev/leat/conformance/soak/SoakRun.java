package dev.leat.conformance.soak;

import java.nio.file.Path;
import java.util.List;

/**
 * {@code leat run --watch} of a project with a topic and a log that is rotated, whose state is bounded, while the broker is stopped
 * and started: memory and state may not grow, and what is there at the end is compared with what plain Java makes of the rows.
 */
public final class SoakRun {
    private static final int SAMPLE_SECONDS = 10;
    private static final Span ROTATION = new Span(30, 60);
    private static final Span BROKER_UP = new Span(120, 300);

    private SoakRun() {}

    /** Arguments: the folder to work in, the launcher, {@code --minutes M}, {@code --rate R}, {@code --seed S}; the last line is the figure. */
    public static void main(String[] arguments) throws Exception {
        int minutes = 60;
        int rate = 20_000;
        long seed = System.nanoTime();
        for (int i = 2; i + 1 < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--minutes" -> minutes = Integer.parseInt(value);
                case "--rate" -> rate = Integer.parseInt(value);
                case "--seed" -> seed = Long.parseLong(value);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        Soak.Terms terms = new Soak.Terms(60 * minutes, rate, SAMPLE_SECONDS, ROTATION, BROKER_UP, seed);
        System.out.println(terms);
        Soak.Findings findings = new Soak(Path.of(arguments[0]), terms, System.out).run(List.of(arguments[1]));
        System.exit(findings.isClean() ? 0 : 1);
    }
}
