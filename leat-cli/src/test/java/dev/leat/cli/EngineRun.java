package dev.leat.cli;

import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.pipeline.Pipeline;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.EngineStatus;
import dev.leat.spi.SinkWriters;
import dev.leat.spi.SourceReaders;
import dev.leat.sql.evaluate.SparkEvaluatorFactory;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import java.nio.file.Path;
import java.time.Clock;

/**
 * A project open in this process, with its state in a folder, so that a test can have clocks and readers of its own. The pipeline
 * is that of the project at the opening.
 */
final class EngineRun implements AutoCloseable {
    private final Pipeline pipeline;
    private final DuckDbEngine engine;

    private EngineRun(Pipeline pipeline, DuckDbEngine engine) {
        this.pipeline = pipeline;
        this.engine = engine;
    }

    /** With readers of its own. */
    static EngineRun open(ScratchProject project, Path state, SourceReaders readers) {
        return open(project, state, readers, Clock.systemUTC(), Clock.systemUTC());
    }

    /**
     * With clocks of its own.
     *
     * @param day tells the time of day
     * @param waits tells how long something has taken
     */
    static EngineRun open(ScratchProject project, Path state, SourceReaders readers, Clock day, Clock waits) {
        Pipeline pipeline = new ProjectCompiler(new SparkFileReaders())
                .compile(ProjectTexts.read(ProjectLocation.of(project.path())))
                .require();
        DuckDbEngine.Code code = new DuckDbEngine.Code(
                new SparkEvaluatorFactory(), readers, SinkWriters.NONE, day, waits, FunctionTable.STANDARD);
        return new EngineRun(pipeline, DuckDbEngine.open(EngineOptions.at(state), code));
    }

    RunReport run() {
        return new PipelineRunner(engine, RunListener.SILENT).run(pipeline, Selection.all(), CommitTerms.DEFAULT);
    }

    EngineStatus status() {
        return engine.status(pipeline);
    }

    @Override
    public void close() {
        engine.close();
    }
}
