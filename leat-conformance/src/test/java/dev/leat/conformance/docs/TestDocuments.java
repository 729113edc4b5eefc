package dev.leat.conformance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.architecture.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What documents name exists, and what must be named is. */
final class TestDocuments {
    private static final Repository REPOSITORY = Repository.open();
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][a-z]+(?:[A-Z][A-Za-z]*)+)`");
    private static final Pattern SCRIPT = Pattern.compile("`((?:bench|\\.ci)/[^` ]+)");

    @Test
    void linksLeadSomewhere() {
        List<String> broken = new ArrayList<>();
        for (Path document : REPOSITORY.files(".md")) {
            for (String link : found(LINK, document)) {
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty()
                        ? document
                        : REPOSITORY
                                .root()
                                .relativize(REPOSITORY
                                        .root()
                                        .resolve(document)
                                        .resolveSibling(parts[0])
                                        .normalize());
                boolean isElsewhere = link.contains("://");
                if (!isElsewhere
                        && (!Files.exists(REPOSITORY.root().resolve(target))
                                || (parts.length == 2 && !hasHeading(target, parts[1])))) {
                    broken.add(document + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean hasHeading(Path document, String anchor) {
        return REPOSITORY
                .read(document)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .anyMatch(anchor::equals);
    }

    @Test
    void classesAndScriptsThatAreNamedExist() {
        Set<String> classes = REPOSITORY.files(".java").stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        for (Path document :
                List.of(Path.of("ARCHITECTURE.md"), Path.of("CONTRIBUTING.md"), Path.of("docs/functions.md"))) {
            assertThat(found(CLASS_NAME, document)).as(document.toString()).allMatch(name -> classes.contains(name));
            assertThat(found(SCRIPT, document))
                    .as(document.toString())
                    .allMatch(name -> Files.isExecutable(REPOSITORY.root().resolve(name)));
        }
    }

    @Test
    void architectureListsThePackagesOfEachModule() {
        MarkdownTable modules = MarkdownTable.after(REPOSITORY.read(Path.of("ARCHITECTURE.md")), "| module |");
        assertThat(modules.code(0)).hasSizeGreaterThan(4);
        for (int i = 0; i < modules.rows().size(); i++) {
            String module = modules.code(0).get(i);
            Set<String> listed = Pattern.compile("`([a-z.]+)`")
                    .matcher(modules.rows().get(i).get(1))
                    .results()
                    .map(match -> match.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(listed).as(module).isEqualTo(packages(module));
        }
    }

    /** Below the module's own package, which is dev.leat for the core. */
    private static Set<String> packages(String module) {
        Path sources = Path.of(module, "src/main/java/dev/leat");
        Path own = module.equals("leat-core")
                ? sources
                : sources.resolve(module.substring("leat-".length()).replace('-', '/'));
        return REPOSITORY.files("package-info.java").stream()
                .filter(file -> file.startsWith(own) && !own.equals(file.getParent()))
                .map(file -> own.relativize(file.getParent()).toString().replace('/', '.'))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void glossaryIsSortedAndItsWordsAreUsed() {
        List<String> words =
                MarkdownTable.after(REPOSITORY.read(Path.of("docs/glossary.md")), "| word |").rows().stream()
                        .map(row -> row.get(0))
                        .toList();

        assertThat(words).doesNotHaveDuplicates().isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
        StringBuilder texts = new StringBuilder();
        for (Path file : REPOSITORY.files(".java")) {
            if (file.toString().contains("/main/")) {
                texts.append(REPOSITORY.read(file).toLowerCase(Locale.ROOT));
            }
        }
        assertThat(words).isNotEmpty().allMatch(word -> texts.indexOf(word.toLowerCase(Locale.ROOT)) >= 0);
    }

    /** A README's SQL may leave out parts, marked by an ellipsis, of statements that an example has. */
    @Test
    void sqlOfTheReadmeIsThatOfTheExample() {
        String readme = REPOSITORY.read(Path.of("README.md"));
        String block = Pattern.compile("(?ms)^```sql\n(.*?)^```")
                .matcher(readme)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.joining("\n"));
        String example = REPOSITORY.files(".sql").stream()
                .filter(file -> file.startsWith("examples/access-log"))
                .map(REPOSITORY::read)
                .collect(Collectors.joining("\n"));

        List<String> statements = List.of(block.split(";\n"));
        assertThat(statements)
                .hasSize(3)
                .allSatisfy(statement -> assertThat(plain(example))
                        .containsPattern(Pattern.quote(plain(statement)).replace("…", "\\E[^;]*?\\Q")));
    }

    private static String plain(String sql) {
        return sql.replaceAll("\\s+", " ").strip();
    }

    private static List<String> found(Pattern pattern, Path document) {
        return pattern.matcher(FENCED.matcher(REPOSITORY.read(document)).replaceAll(""))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
