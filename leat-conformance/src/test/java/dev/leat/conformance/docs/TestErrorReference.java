package dev.leat.conformance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.conformance.architecture.Repository;
import dev.leat.error.ErrorCode;
import dev.leat.error.ErrorOwner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TestErrorReference {
    private static final Repository REPOSITORY = Repository.open();

    @Test
    void everyCodeHasItsExitCodeCauseAndCure() {
        MarkdownTable table = MarkdownTable.after(REPOSITORY.read(Path.of("docs/errors.md")), "| code |");
        List<String> described = new ArrayList<>();
        for (int i = 0; i < table.rows().size(); i++) {
            described.add(table.code(0).get(i) + " " + table.rows().get(i).get(1));
            assertThat(table.rows().get(i)).hasSize(4).noneMatch(String::isEmpty);
        }

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ErrorCode.values())
                        .map(code -> code + " " + code.owner().exitCode())
                        .toList());
    }

    @Test
    void exitCodesOfErrorsAreInTheCommandLineReference() {
        List<String> described =
                MarkdownTable.after(REPOSITORY.read(Path.of("docs/cli.md")), "## Exit codes").rows().stream()
                        .flatMap(row -> Stream.of(row.get(0).split(", ")))
                        .toList();

        assertThat(described)
                .contains("0")
                .containsAll(Arrays.stream(ErrorOwner.values())
                        .map(owner -> Integer.toString(owner.exitCode()))
                        .toList());
    }
}
