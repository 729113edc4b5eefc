package dev.leat.conformance.architecture;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Size and tidiness of every tracked file. */
final class TestTidy {
    private static final int FILE_LINES_MAX = 500;
    private static final int METHOD_LINES_MAX = 60;
    private static final Path EXCEPTIONS =
            Path.of("leat-conformance/src/test/resources/dev/leat/conformance/architecture/exceptions.txt");

    // The brackets keep the patterns from matching themselves.
    private static final Pattern AUTHOR = Pattern.compile("@autho[r]\\b");
    private static final Pattern OPEN_END = Pattern.compile("\\b(TOD[O](?!\\(#\\d+\\))|FIXM[E]|XX[X])\\b");
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.})$-])(/(root|tmp|work)/\\w|/home/\\w|/Users/\\w|[A-Z]:\\\\Users)");
    private static final Pattern HAS_TESTS =
            Pattern.compile("^\\s+@(Test|ParameterizedTest|RepeatedTest|TestFactory)\\b");

    /** Text that people write; data for tests and examples is what it is. */
    private static final Pattern WRITTEN = Pattern.compile(
            "(.*\\.(java|md|xml|yml|yaml|sh|py|sql|properties|config)|.*/bin/[^/.]+|leat|\\.ci/[^/]+|NOTICE)");

    private static final Pattern DATA = Pattern.compile(".*/(src/test/resources|data)/.*");

    private static final Repository REPOSITORY = Repository.open();
    private static final Map<Path, JavaSource> SOURCES = parseSources();

    @Test
    void filesStayShort() {
        Map<String, Integer> lineCounts = fileLineCounts();

        assertThat(lineCounts).isNotEmpty();
        assertThat(exceptions().violations(lineCounts, FILE_LINES_MAX)).isEmpty();
    }

    @Test
    void methodsStayShort() {
        Map<String, Integer> lineCounts = methodLineCounts();

        assertThat(lineCounts).isNotEmpty();
        assertThat(exceptions().violations(lineCounts, METHOD_LINES_MAX)).isEmpty();
    }

    @Test
    void exceptionsOnlyShrink() {
        Exceptions files = exceptions(false);
        Exceptions methods = exceptions(true);

        assertThat(files.outdated(fileLineCounts(), FILE_LINES_MAX)).isEmpty();
        assertThat(methods.outdated(methodLineCounts(), METHOD_LINES_MAX)).isEmpty();
    }

    @Test
    void codeNamesNoAuthors() {
        assertThat(linesMatching(AUTHOR, ".java")).isEmpty();
    }

    @Test
    void openEndsNameTheirIssue() {
        assertThat(linesMatching(OPEN_END, ".java", ".sh", ".xml", ".sql"))
                .as("write the number of the issue in round brackets, as (#12), right behind the word")
                .isEmpty();
    }

    @Test
    void publicTypesAreDocumented() {
        Set<String> without = new TreeSet<>();
        SOURCES.forEach((file, source) -> source.topLevelTypes().stream()
                .filter(type -> type.isPublic() && !type.isDocumented())
                .forEach(type -> without.add(file + ": " + type.name())));
        assertThat(without).isEmpty();
    }

    @Test
    void packagesAreDocumentedAndNullMarked() {
        Set<String> packages = new TreeSet<>();
        Set<String> marked = new TreeSet<>();
        SOURCES.forEach((file, source) -> {
            // A program of one file, as in the examples, has none.
            if (!source.packageName().isEmpty()) {
                packages.add(source.packageName());
            }
            if (file.endsWith("package-info.java") && source.documentsPackage() && source.nullMarksPackage()) {
                marked.add(source.packageName());
            }
        });
        packages.removeAll(marked);
        assertThat(packages)
                .as("packages without a package-info.java that has a doc sentence and @NullMarked")
                .isEmpty();
    }

    /** Surefire runs what is named so; a test with another name would never run, and nobody would notice. */
    @Test
    void testsAreNamedSoThatTheyRun() {
        Set<String> misnamed = SOURCES.keySet().stream()
                .filter(file -> !file.getFileName().toString().startsWith("Test"))
                .filter(file -> REPOSITORY.read(file).lines().anyMatch(HAS_TESTS.asPredicate()))
                .map(Path::toString)
                .collect(toCollection(TreeSet::new));
        assertThat(misnamed).isEmpty();
    }

    @Test
    void noMockingLibraryIsOnTheClassPath() {
        ClassLoader loader = TestTidy.class.getClassLoader();
        assertThat(Stream.of("org/mockito/Mockito", "org/easymock/EasyMock", "mockit/Mocked", "io/mockk/MockK")
                        .filter(name -> loader.getResource(name + ".class") != null))
                .isEmpty();
    }

    @Test
    void filesNameNoPathOfAMachine() {
        Set<String> found = new TreeSet<>();
        for (Path file : REPOSITORY.files()) {
            String name = file.toString().replace('\\', '/');
            if (WRITTEN.matcher(name).matches() && !DATA.matcher(name).matches()) {
                found.addAll(linesMatching(MACHINE_PATH, file));
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void machinePathsAreTold() {
        assertThat(List.of("see /ro" + "ot/x", "'/tm" + "p/a.csv'", "file:///ho" + "me/ann/x"))
                .allMatch(MACHINE_PATH.asPredicate());
        assertThat(List.of("${TMPDIR:-/tmp}/x", "s3://bucket/tmp/x", "a/work/b", "mktemp -d"))
                .noneMatch(MACHINE_PATH.asPredicate());
    }

    @Test
    void openEndsAreTold() {
        assertThat(List.of("// TO" + "DO later", "FIX" + "ME")).allMatch(OPEN_END.asPredicate());
        assertThat(List.of("// TO" + "DO(#12) later", "autodoc")).noneMatch(OPEN_END.asPredicate());
    }

    @Test
    void parserMeasuresMethodsAndSeesComments() {
        String text = """
                /** Doc. */
                @NullMarked
                package a.b;

                public class C {
                    /** Not counted. */
                    @Override
                    public int m() {
                        return 1;
                    }
                }

                /** D. */
                interface D {}
                """;
        JavaSource expected = new JavaSource(
                14,
                "a.b",
                true,
                true,
                List.of(new JavaSource.Method("m", 4)),
                List.of(new JavaSource.Type("C", true, false), new JavaSource.Type("D", false, true)));

        assertThat(JavaSource.parse(Map.of("C", text))).containsExactly(Map.entry("C", expected));
    }

    @Test
    void exceptionsAreARatchet() {
        Exceptions exceptions = Exceptions.parse("# why\nA.java 520\nB.java 600\nC.java 700\n");
        Map<String, Integer> measured = Map.of("A.java", 521, "B.java", 590, "C.java", 500, "D.java", 501);

        assertThat(exceptions.violations(measured, FILE_LINES_MAX))
                .containsExactly("A.java has 521 lines, 520 are allowed", "D.java has 501 lines, 500 are allowed");
        assertThat(exceptions.outdated(measured, FILE_LINES_MAX))
                .containsExactly(
                        "B.java has only 590 lines now: lower its exception",
                        "C.java needs no exception any more: remove it");
    }

    private static Map<Path, JavaSource> parseSources() {
        Map<Path, String> texts = new LinkedHashMap<>();
        for (Path file : REPOSITORY.files(".java")) {
            if (!DATA.matcher(file.toString()).matches()) {
                texts.put(file, REPOSITORY.read(file));
            }
        }
        return JavaSource.parse(texts);
    }

    private static Map<String, Integer> fileLineCounts() {
        Map<String, Integer> lineCounts = new TreeMap<>();
        SOURCES.forEach((file, source) -> lineCounts.put(file.toString(), source.lineCount()));
        return lineCounts;
    }

    /** By file and name; overloads count as the longest of them. */
    private static Map<String, Integer> methodLineCounts() {
        Map<String, Integer> lineCounts = new TreeMap<>();
        SOURCES.forEach((file, source) -> source.methods()
                .forEach(method -> lineCounts.merge(file + "#" + method.name(), method.lineCount(), Math::max)));
        return lineCounts;
    }

    private static Exceptions exceptions() {
        return Exceptions.parse(REPOSITORY.read(EXCEPTIONS));
    }

    private static Exceptions exceptions(boolean ofMethods) {
        Map<String, Integer> chosen = new TreeMap<>(exceptions().lineCounts());
        chosen.keySet().removeIf(place -> place.contains("#") != ofMethods);
        return new Exceptions(chosen);
    }

    private static Set<String> linesMatching(Pattern pattern, String... suffixes) {
        Set<String> found = new TreeSet<>();
        for (String suffix : suffixes) {
            for (Path file : REPOSITORY.files(suffix)) {
                if (!DATA.matcher(file.toString()).matches()) {
                    found.addAll(linesMatching(pattern, file));
                }
            }
        }
        return found;
    }

    private static Set<String> linesMatching(Pattern pattern, Path file) {
        Set<String> found = new TreeSet<>();
        int number = 0;
        for (String line : REPOSITORY.read(file).lines().toList()) {
            number++;
            if (pattern.matcher(line).find()) {
                found.add(file + ":" + number + ": " + line.strip());
            }
        }
        return found;
    }
}
