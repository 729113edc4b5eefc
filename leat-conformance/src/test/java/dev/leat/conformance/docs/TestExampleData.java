package dev.leat.conformance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.architecture.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generators that the examples' documents name write the files of the repository again. */
final class TestExampleData {
    private static final Repository REPOSITORY = Repository.open();
    private static final Pattern GENERATOR = Pattern.compile("`java (examples/\\S+\\.java) (examples/\\S+)`");

    @Test
    void generatorsWriteTheSameFilesAgain(@TempDir Path folder) throws IOException, InterruptedException {
        int generators = 0;
        for (Path document : REPOSITORY.files("README.md")) {
            Matcher named = GENERATOR.matcher(REPOSITORY.read(document));
            while (named.find()) {
                Path written = Files.createDirectories(folder.resolve("data-" + generators++));
                Process java = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                named.group(1),
                                written.toString())
                        .directory(REPOSITORY.root().toFile())
                        .inheritIO()
                        .start();
                assertThat(java.waitFor()).as(named.group(1)).isZero();
                assertThat(files(written)).isEqualTo(files(REPOSITORY.root().resolve(named.group(2))));
            }
        }
        assertThat(generators).isGreaterThan(1);
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (var children = Files.list(folder)) {
            for (Path file : children.toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return files;
    }
}
