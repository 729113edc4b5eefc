package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.pipeline.Sink;
import dev.leat.pipeline.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds sinks that would write over each other, over what the project reads, or over a file. */
final class SinkPaths {
    private static final String PATH = "path";
    private static final String GLOB_CHARACTERS = "*?[{";

    private SinkPaths() {}

    /** What is wrong, each at the name of a sink. */
    static List<Diagnostic> check(List<Sink> sinks, List<Source> sources) {
        List<Diagnostic> problems = new ArrayList<>();
        for (int i = 0; i < sinks.size(); i++) {
            Sink sink = sinks.get(i);
            Path folder = folder(sink);
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                problems.add(problem(sink, "writes to " + folder + ", which is a file; name a folder"));
            }
            for (Sink other : sinks.subList(0, i)) {
                if (overlap(folder, folder(other))) {
                    problems.add(problem(
                            sink, "writes to the folder of the sink " + other.name() + "; give it one of its own"));
                }
            }
            for (Source source : sources) {
                for (String path : source.files().paths()) {
                    if (overlap(folder, fixedPart(path))) {
                        problems.add(problem(
                                sink,
                                "writes to a folder that the source " + source.name()
                                        + " reads; give it one of its own"));
                    }
                }
            }
        }
        return problems;
    }

    private static Path folder(Sink sink) {
        return Path.of(sink.options().getOrDefault(PATH, "")).toAbsolutePath().normalize();
    }

    private static boolean overlap(Path a, Path b) {
        return a.startsWith(b) || b.startsWith(a);
    }

    /** The part of a path before its first glob, which files of the source are below; the whole of a path without one. */
    private static Path fixedPart(String path) {
        Path fixed = Path.of("/");
        for (Path name : Path.of(path).toAbsolutePath().normalize()) {
            if (name.toString().chars().anyMatch(c -> GLOB_CHARACTERS.indexOf(c) >= 0)) {
                // What a glob matches is not known; a sink below its folder may be none of it.
                return fixed.resolve(name);
            }
            fixed = fixed.resolve(name);
        }
        return fixed;
    }

    private static Diagnostic problem(Sink sink, String what) {
        return Diagnostic.of(ErrorCode.OPTION, "The sink " + sink.name() + " " + what, sink.position());
    }
}
