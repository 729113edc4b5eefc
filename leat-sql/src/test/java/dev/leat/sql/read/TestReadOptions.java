package dev.leat.sql.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.SourceOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.junit.jupiter.api.Test;

final class TestReadOptions {
    private static List<String> problems(String format, Map<String, String> options) {
        LeatException failure = catchThrowableOfType(LeatException.class, () -> ReadOptions.check(format, options));
        assertThat(failure.code()).isEqualTo(ErrorCode.OPTION);
        return failure.diagnostics().stream().map(Diagnostic::message).toList();
    }

    @Test
    void unknownOptionNamesTheNearestKnownOne() {
        assertThat(problems("csv", Map.of("headr", "true")))
                .containsExactly("Unknown option headr of a csv source; did you mean header?");
    }

    @Test
    void optionOfAnotherFormatIsAnError() {
        assertThat(problems("json", Map.of("header", "true")))
                .containsExactly("Option header does not apply to a json source, only to csv");
    }

    @Test
    void wrongValueNamesTheRightOnes() {
        assertThat(problems("csv", Map.of("mode", "PERMISIVE")))
                .containsExactly("Option mode is PERMISIVE, expected one of PERMISSIVE, DROPMALFORMED, FAILFAST");
        assertThat(problems("csv", Map.of("maxColumns", "many")))
                .containsExactly("Option maxColumns is many, expected a number");
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        assertThat(problems("csv", Map.of("headr", "true", "sepp", ",", "header", "perhaps")))
                .hasSize(3);
    }

    @Test
    void optionThatWouldLoseRowsIsRefused() {
        assertThat(problems("csv", Map.of("ignoreCorruptFiles", "true")))
                .containsExactly("Option ignoreCorruptFiles = true is not supported, since it loses rows silently;"
                        + " remove it and name the files to read");
        assertThat(ReadOptions.check("csv", Map.of("ignoreCorruptFiles", "false"))
                        .isTrue("ignoreCorruptFiles"))
                .isFalse();
    }

    @Test
    void namesAreMatchedWithoutRegardToCase() {
        assertThat(ReadOptions.check("csv", Map.of("HEADER", "TRUE")).isTrue("header"))
                .isTrue();
        assertThat(problems("csv", Map.of("HEADER", "true", "header", "true")))
                .containsExactly("Option header is given twice");
    }

    @Test
    void everyOptionOfTheTableButOneIsSparks() {
        for (ReadOption option : ReadOptionTable.OPTIONS) {
            boolean isOurs = option.name().equals(SourceOptions.SCHEMA_EVOLUTION_MODE);
            assertThat(option.doc()).endsWith(".");
            boolean ofSpark = option.formats().contains("csv") && CSVOptions.isValidOption(option.name())
                    || option.formats().contains("json")
                            && JSONOptions.getAllOptions().exists(name -> name.equalsIgnoreCase(option.name()));
            boolean ofFiles = option.formats().size() == 4 || option.formats().size() == 1;
            assertThat(ofSpark || ofFiles || isOurs)
                    .as(option.name().toLowerCase(Locale.ROOT))
                    .isTrue();
        }
    }
}
