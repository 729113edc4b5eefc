package dev.leat.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TestSparkVersion {
    @ParameterizedTest
    @CsvSource({"3.5, false", "4.1, true", "4.2, true"})
    void supportedVersionsAreParsed(String text, boolean computesAsCompiled) {
        assertThat(SparkVersion.parse(text)).hasToString(text);
        assertThat(SparkVersion.parse(text).computesAsCompiled()).isEqualTo(computesAsCompiled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.3", "3.4", "3.6", "4.0", "5.0", "2.4", "4", "four.one", ""})
    void othersAreRefused(String text) {
        assertThatThrownBy(() -> SparkVersion.parse(text))
                .isInstanceOfSatisfying(
                        LeatException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining("expected 3.5, or 4.1 and later versions of 4");
    }
}
