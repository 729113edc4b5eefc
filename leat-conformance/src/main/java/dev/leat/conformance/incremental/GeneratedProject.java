package dev.leat.conformance.incremental;

import dev.leat.conformance.incremental.RandomQueries.Column;
import dev.leat.conformance.incremental.RandomQueries.Kind;
import dev.leat.conformance.incremental.RandomQueries.Relation;
import dev.leat.error.Diagnostic;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.RelationName;
import dev.leat.sql.project.CompiledProject;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The text of a random project, and the files that it reads. */
final class GeneratedProject {
    /** The columns of its sources. */
    static final String COLUMNS = " (id int, k int, v int, g string, d decimal(6,2))";

    private static final int VIEWS = 12;
    private static final int SHARING_VIEWS = 4;
    private static final String SHARING_VIEW = "CREATE MATERIALIZED VIEW s";
    private static final String SOURCE = "CREATE TABLE ";

    /** The names of its sources, and of the folders of their files. */
    static final List<String> SOURCES = List.of("sa", "sb", "sc");

    /** Those that streams read. */
    private static final List<String> FOLLOWED = List.of("sa", "sb");

    private static final List<String> LIMITS =
            List.of("maxFilesPerTrigger 1", "maxFilesPerTrigger 2", "maxBytesPerTrigger 30", "maxBytesPerTrigger 100");

    private final long seed;
    private final boolean isPlain;
    private final SplittableRandom random;
    private final SplittableRandom sharing;
    private final Path folder;
    private final List<Relation> shared = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final Set<String> counted = new HashSet<>();
    private final Map<String, String> limits = new TreeMap<>();
    private int files;

    /** The queries of the views that have the rows of their query, by name. */
    private final Map<String, String> queryTexts = new HashMap<>();

    /** The rest of lines that files have only the beginning of. */
    private final Map<Path, String> unwritten = new HashMap<>();

    GeneratedProject(long seed, SplittableRandom random, Path folder) {
        this(seed, random, folder, false);
    }

    private GeneratedProject(long seed, SplittableRandom random, Path folder, boolean isPlain) {
        this.isPlain = isPlain;
        this.seed = seed;
        this.random = random;
        this.sharing = new SplittableRandom(~seed);
        this.folder = folder;
    }

    /** One of which Spark's own pipelines make the same: no extension but the declarations of its sources, and files that only come. */
    static GeneratedProject plain(long seed, SplittableRandom random, Path folder) {
        return new GeneratedProject(seed, random, folder, true);
    }

    /** Has commits read a part of what streams have more of some sources. */
    void limit(SplittableRandom chosen) {
        for (String source : FOLLOWED) {
            if (chosen.nextBoolean()) {
                limits.put(source, ", " + LIMITS.get(chosen.nextInt(LIMITS.size())));
            }
        }
    }

    /** What declares datasets, without the declarations of sources. */
    String datasets() {
        return lines.stream().filter(line -> !line.startsWith(SOURCE)).collect(Collectors.joining("\n", "", "\n"));
    }

    /** The queries of the views that have the rows of their query, by name. */
    Map<String, String> queryTexts() {
        return queryTexts;
    }

    /** Whether a view may have operators that others have, too, so that the embedded engine stores them once for all. */
    static boolean isSharing(RelationName view) {
        return SHARING_VIEW.endsWith(" " + view.simpleName().charAt(0));
    }

    void write() throws IOException {
        for (String source : SOURCES) {
            Files.createDirectories(folder.resolve(source));
        }
        for (String source : SOURCES) {
            lines.add(SOURCE + source + COLUMNS + " USING csv OPTIONS (path '" + folder.resolve(source) + "'"
                    + limits.getOrDefault(source, "") + ");");
        }
        List<Column> base = List.of(
                new Column("id", Kind.NUMBER),
                new Column("k", Kind.NUMBER),
                new Column("v", Kind.NUMBER),
                new Column("g", Kind.TEXT),
                new Column("d", Kind.DECIMAL));
        RandomConstraints constraints = new RandomConstraints(random.split());
        lines.add("CREATE STREAMING TABLE a" + (isPlain ? "" : constraints.ofStream(base))
                + " AS SELECT * FROM STREAM(sa);");
        lines.add("CREATE STREAMING TABLE b" + (isPlain ? "" : constraints.ofStream(base))
                + " AS SELECT * FROM STREAM(sb) WHERE k IS NOT NULL OR v > 1;");
        lines.add(
                isPlain
                        ? "CREATE STREAMING TABLE c AS SELECT * FROM STREAM(sa) WHERE g <> 'r';"
                        : "CREATE STREAMING TABLE c" + constraints.ofStream(base)
                                + " FLOW AUTO CDC FROM (SELECT * FROM STREAM(sa) WHERE k IS NOT NULL AND id IS NOT NULL)"
                                + " KEYS (k) APPLY AS DELETE WHEN g = 'r' SEQUENCE BY id;");
        List<Relation> tables = new ArrayList<>();
        for (String table : List.of("a", "b", "a", "b", "c", "sc")) {
            tables.add(new Relation(table, base));
        }
        RandomQueries queries = new RandomQueries(random);
        List<Relation> groups = new ArrayList<>();
        for (int i = 0; i < VIEWS; i++) {
            // Groups replace their rows: those above them, and some of the other views, see rows go.
            Relation query = i < VIEWS / 4
                    ? queries.groupsOf(tables)
                    : i < VIEWS / 2 ? queries.groupsOf(groups) : queries.query(tables, random.nextInt(1, 4));
            String rules = isPlain ? "" : constraints.ofView(query.columns());
            if (!rules.contains("VIOLATION")) {
                queryTexts.put("m" + i, query.sql());
            }
            lines.add("CREATE MATERIALIZED VIEW m" + i + rules + " AS " + query.sql() + ";");
            tables.add(new Relation("m" + i, query.columns()));
            groups.add(new Relation("m" + i, query.columns()));
        }
        addSharingViews(tables);
        Files.writeString(folder.resolve("p.sql"), String.join("\n", lines) + "\n");
    }

    /** Views that read the same temporary ones, so that they have operators that compute the same. */
    private void addSharingViews(List<Relation> tables) {
        RandomQueries queries = new RandomQueries(sharing);
        for (int i = 0; i < 2; i++) {
            Relation query = queries.query(tables, sharing.nextInt(1, 4));
            lines.add("CREATE TEMPORARY VIEW w" + i + " AS " + query.sql() + ";");
            shared.add(new Relation("w" + i, query.columns()));
        }
        addReadersOfShared();
    }

    private void addReadersOfShared() {
        RandomQueries queries = new RandomQueries(sharing);
        for (int i = 0; i < SHARING_VIEWS; i++) {
            lines.add(SHARING_VIEW + i + " AS "
                    + queries.query(shared, sharing.nextInt(3)).sql() + ";");
        }
    }

    /** Has them make something else of the same operators. */
    void edit() throws IOException {
        lines.removeIf(line -> line.startsWith(SHARING_VIEW));
        addReadersOfShared();
        Files.writeString(folder.resolve("p.sql"), String.join("\n", lines) + "\n");
    }

    /** Has streaming tables give a column more, which is NULL in the rows that they have: no computation as a whole gives these again. */
    void addColumns() throws IOException {
        lines.replaceAll(
                line -> line.replace("AS SELECT * FROM STREAM(sa);", "AS SELECT *, id + 1 AS next FROM STREAM(sa);")
                        .replace("AS SELECT * FROM STREAM(sb) ", "AS SELECT upper(g) AS big, * FROM STREAM(sb) "));
        Files.writeString(folder.resolve("p.sql"), String.join("\n", lines) + "\n");
    }

    /** Without the views that are refused, and those that read them. */
    Optional<Pipeline> compile(MaintenanceTally tally) throws IOException {
        while (true) {
            ProjectTexts texts = ProjectTexts.read(ProjectLocation.of(folder.resolve("p.sql")));
            CompiledProject compiled = new ProjectCompiler(new SparkFileReaders()).compile(texts);
            if (compiled.pipeline().isPresent()) {
                lines.stream()
                        .filter(line -> line.contains(" VIEW ") && counted.add(line))
                        .forEach(line -> tally.query());
                return compiled.pipeline();
            }
            Set<Integer> wrong = new TreeSet<>();
            for (Diagnostic diagnostic : compiled.diagnostics()) {
                diagnostic.position().ifPresent(position -> wrong.add(position.line()));
            }
            if (wrong.isEmpty()) {
                tally.difference("seed " + seed + ": " + compiled.diagnostics());
                return Optional.empty();
            }
            tally.refused(wrong.size());
            new TreeSet<>(wrong).descendingSet().forEach(line -> lines.remove(line - 1));
            Files.writeString(folder.resolve("p.sql"), String.join("\n", lines) + "\n");
        }
    }

    void change() throws IOException {
        for (String source : SOURCES) {
            if (random.nextInt(3) > 0) {
                Files.writeString(folder.resolve(source).resolve("f" + files++ + ".csv"), rows());
            }
        }
        if (!isPlain) {
            changeFiles();
        }
        for (String source : limits.keySet()) {
            for (Path file : files(source)) {
                // The order of files is that of their times, of which not all that read files see more than that.
                Files.setLastModifiedTime(
                        file,
                        FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis()));
            }
        }
    }

    private void changeFiles() throws IOException {
        for (String source : SOURCES) {
            List<Path> growing = files(source);
            if (!growing.isEmpty() && random.nextInt(3) == 0) {
                grow(growing.get(random.nextInt(growing.size())));
            }
        }
        // Streams keep what they have read; the third source is read by views only.
        List<Path> changing = files("sc");
        if (!changing.isEmpty() && random.nextInt(5) == 0) {
            Path file = changing.get(random.nextInt(changing.size()));
            unwritten.remove(file);
            if (random.nextBoolean()) {
                Files.delete(file);
            } else {
                Files.writeString(file, rows() + "7,7,7,z,7.00\n");
            }
        }
    }

    /** Writes what is left of lines that were begun: a reader in batch would take the beginnings for lines. */
    void finishLines() throws IOException {
        for (Map.Entry<Path, String> rest : unwritten.entrySet()) {
            Files.writeString(rest.getKey(), rest.getValue(), StandardOpenOption.APPEND);
        }
        unwritten.clear();
    }

    private List<Path> files(String source) throws IOException {
        try (var list = Files.list(folder.resolve(source))) {
            return list.sorted().toList();
        }
    }

    /** Adds to a file as a writer with a buffer does, up to somewhere in a line, and sometimes gives it another name. */
    private void grow(Path file) throws IOException {
        String text = Optional.ofNullable(unwritten.remove(file)).orElse("") + rows();
        int written = random.nextInt(3) == 0 ? random.nextInt(text.length() + 1) : text.length();
        Files.writeString(file, text.substring(0, written), StandardOpenOption.APPEND);
        Path name = file;
        if (random.nextInt(4) == 0) {
            name = file.resolveSibling("r" + files++ + ".csv");
            Files.move(file, name);
        }
        if (written < text.length()) {
            unwritten.put(name, text.substring(written));
        }
    }

    private String rows() {
        StringBuilder text = new StringBuilder();
        for (int row = random.nextInt(7); row > 0; row--) {
            text.append(List.of(value(8), value(4), value(6), text(), decimal()).stream()
                            .collect(Collectors.joining(",")))
                    .append('\n');
        }
        return text.toString();
    }

    private String value(int bound) {
        return random.nextInt(6) == 0 ? "" : Integer.toString(random.nextInt(bound));
    }

    private String text() {
        return random.nextInt(6) == 0 ? "" : List.of("p", "q", "r").get(random.nextInt(3));
    }

    private String decimal() {
        return random.nextInt(6) == 0 ? "" : random.nextInt(-3, 5) + "." + random.nextInt(10, 100);
    }

    String line(String name) {
        return lines.stream()
                .filter(line -> line.split(" ", -1)[3].equals(name))
                .findFirst()
                .orElse("");
    }
}
