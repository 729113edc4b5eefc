package dev.leat.cli;

import dev.leat.error.Diagnostic;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.RelationName;
import dev.leat.run.RunReport;
import dev.leat.run.Watch;
import dev.leat.spi.Engine;
import dev.leat.spi.EngineStatus;
import dev.leat.spi.Outcome;
import dev.leat.spi.RefreshResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells of a run that stays up: a line for each commit, which on a terminal takes the place of the one before. */
final class WatchConsole implements Watch.Listener {
    private static final long STATUS_NANOS = Duration.ofSeconds(1).toNanos();

    private final PrintWriter err;
    private final Form form;
    private final Engine engine;
    private final Pipeline pipeline;
    private final StatusFile statusFile;
    private final Map<String, String> told = new HashMap<>();
    private final WrittenNames names;
    private long statusTime;
    private boolean isStale;
    private long lag;

    /** How commits are told of. */
    enum Form {
        STATUS_LINE,
        LINES,
        NOT_AT_ALL
    }

    WatchConsole(PrintWriter err, Form form, Engine engine, Pipeline pipeline, StatusFile statusFile) {
        this.err = err;
        this.form = form;
        this.engine = engine;
        this.pipeline = pipeline;
        this.statusFile = statusFile;
        this.names = new WrittenNames(Optional.of(pipeline));
        this.statusTime = System.nanoTime() - 2 * STATUS_NANOS;
    }

    /** Tells where things stand before the first look. */
    void begin() {
        writeStatus();
    }

    @Override
    public void idle() {
        if (isStale) {
            writeStatus();
        }
    }

    @Override
    public void committed(RunReport report, Duration duration) {
        told.keySet()
                .retainAll(report.undelivered().keySet().stream()
                        .map(RelationName::key)
                        .toList());
        writeStatus();
        if (form == Form.NOT_AT_ALL) {
            return;
        }
        long rowsRead = 0;
        long rowsOut = 0;
        for (Outcome outcome : report.outcomes()) {
            Optional<RefreshResult> result = outcome.result();
            rowsRead +=
                    result.map(found -> found.rowsIn() - found.rowsOfDatasets()).orElse(0L);
            rowsOut += result.map(RefreshResult::rowsOut).orElse(0L);
        }
        double seconds = duration.toNanos() / 1e9;
        String line = String.format(
                Locale.ROOT,
                "commit %d: %d rows read, %d written in %.3f s, %.0f rows/s; lag %d",
                report.commit(),
                rowsRead,
                rowsOut,
                seconds,
                rowsRead / seconds,
                lag);
        if (form == Form.STATUS_LINE) {
            err.print("\r\u001b[K" + line);
            err.flush();
        } else {
            err.println(line);
        }
    }

    /** At most once a second, since it looks at all sources again. */
    private void writeStatus() {
        long now = System.nanoTime();
        isStale = now - statusTime < STATUS_NANOS;
        if (isStale) {
            return;
        }
        statusTime = now;
        EngineStatus status = engine.status(pipeline);
        lag = status.reads().stream().mapToLong(read -> read.lag().orElse(0)).sum();
        statusFile.write(StatusReport.json(status, names));
    }

    @Override
    public void retrying(List<Diagnostic> problems, Duration after) {
        problems.stream()
                .findFirst()
                .ifPresent(
                        problem -> tell("", "what failed for a reason outside is tried again: " + problem.message()));
        writeStatus();
    }

    @Override
    public void undelivered(Map<RelationName, LeatException> problems) {
        problems.forEach((sink, problem) -> tell(sink.key(), undelivered(sink, problem)));
        writeStatus();
    }

    /** What is told of a sink that does not take its rows. */
    static String undelivered(RelationName sink, LeatException problem) {
        return "the sink " + sink.simpleName() + " does not take its rows, which are kept and tried again: "
                + problem.getMessage();
    }

    /** Each problem once, until it is another. */
    private void tell(String about, String text) {
        if (!text.equals(told.put(about, text))) {
            err.println((form == Form.STATUS_LINE ? "\r\u001b[K" : "") + "warning: " + text);
        }
    }

    /** The last of it. */
    void end() {
        if (form == Form.STATUS_LINE) {
            err.println();
        }
        statusFile.remove();
    }
}
