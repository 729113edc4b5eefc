package dev.leat.cli;

import dev.leat.duckdb.DuckDbEngine;
import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.store.EngineOptions;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.FileSource;
import dev.leat.pipeline.Pipeline;
import dev.leat.spi.Engine;
import dev.leat.spi.Evaluator;
import dev.leat.spi.EvaluatorFactory;
import dev.leat.spi.EvaluatorProgram;
import dev.leat.spi.FileReaderFactory;
import dev.leat.spi.FileScan;
import dev.leat.sql.evaluate.SparkEvaluatorFactory;
import dev.leat.sql.project.CompiledProject;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.QueryCompiler;
import dev.leat.sql.read.SparkFileReaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** A project with what it takes to compile and run it. Spark's code is loaded when it is first needed. */
final class OpenProject {
    private static final String STATE_FOLDER = ".leat";

    private final ProjectOptions options;
    private final ProjectLocation location;
    private final FileReaderFactory readers = new Readers();

    OpenProject(ProjectOptions options) {
        this.options = options;
        this.location = ProjectLocation.of(options.project());
    }

    /** Readers on Spark's code. */
    private static final class Readers implements FileReaderFactory {
        @Override
        public FileScan open(FileSource source) {
            return new SparkFileReaders().open(source);
        }
    }

    /** Evaluators on Spark's code. */
    private static final class Evaluators implements EvaluatorFactory {
        @Override
        public Evaluator open(EvaluatorProgram program) {
            return new SparkEvaluatorFactory().open(program);
        }
    }

    ProjectLocation location() {
        return location;
    }

    CompiledProject compile() {
        return new ProjectCompiler(readers).compile(location);
    }

    /** The pipeline; what is wrong with the project is thrown together. */
    Pipeline require() {
        return compile().require();
    }

    /** The folder of the state: in the project, or beside the file, unless the user says otherwise. */
    Path state() {
        return options.state().map(Path::toAbsolutePath).orElseGet(() -> {
            Path folder = location.folder().resolve(STATE_FOLDER);
            String file = String.valueOf(location.file().getFileName());
            return location.isSingleFile()
                    ? folder.resolve(file.substring(0, file.length() - ".sql".length()))
                    : folder;
        });
    }

    /** A compiler for queries over the pipeline. */
    QueryCompiler queries(Pipeline pipeline) {
        return new QueryCompiler(pipeline, location.folder(), readers);
    }

    /** An engine without state, for queries of files alone. */
    Engine transientEngine() {
        return DuckDbEngine.open(EngineOptions.inMemory(), code());
    }

    /** The engine on the project's state, made if it is missing. */
    Engine engine() {
        return DuckDbEngine.open(EngineOptions.at(state()), code());
    }

    /** What engines are given. */
    DuckDbEngine.Code code() {
        return new DuckDbEngine.Code(new Evaluators(), readers, Clock.systemUTC(), FunctionTable.STANDARD);
    }

    /** The engine on state that is there. */
    Engine existingEngine() {
        if (!Files.isDirectory(state())) {
            throw new LeatException(
                    ErrorCode.PROJECT,
                    "The project has no results yet (there is no " + state() + "); run it first: leat run "
                            + options.project());
        }
        return engine();
    }
}
