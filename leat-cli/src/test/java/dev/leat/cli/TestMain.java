package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestMain {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionNamesWhatDecidesTheAnswers() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("leat \\d\\S+ \\(Spark SQL 4\\.\\S+, DuckDB \\d\\S+, Java \\d\\S+\\)\\R");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void helpGoesToStandardOutput() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: leat ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void missingCommandIsTheUsersMistake() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).isEqualToNormalizingNewlines("""
                error[USAGE]: Missing command
                Try 'leat --help'.
                """);
    }

    @Test
    void unknownOptionIsToldWithTheNearestOne() {
        assertThat(run("--versio")).isEqualTo(2);
        assertThat(err.toString()).startsWith("error[USAGE]: ").contains("--versio'", "--version");
    }

    @Test
    void exitCodeSaysWhoHasToAct() {
        assertThat(tell(new LeatException(ErrorCode.ANALYSIS, "no such table"))).isEqualTo(2);
        assertThat(tell(new LeatException(ErrorCode.IO, "cannot write"))).isEqualTo(1);
        assertThat(tell(new LeatException(ErrorCode.LIMIT, "too long"))).isEqualTo(1);
        assertThat(err.toString()).doesNotContain("\tat ");

        assertThat(tell(new StackOverflowError())).isEqualTo(1);
        assertThat(tell(new OutOfMemoryError("Java heap space"))).isEqualTo(1);
        assertThat(err.toString()).contains("error[LIMIT]: Cannot go on: ", "LEAT_JAVA_OPTIONS=-Xmx4g");
        assertThat(err.toString()).doesNotContain("\tat ");

        assertThat(tell(new LeatException(ErrorCode.INTERNAL, "wrong plan"))).isEqualTo(70);
        assertThat(tell(new IllegalStateException("odd"))).isEqualTo(70);
        assertThat(err.toString()).contains("error[INTERNAL]: wrong plan", "odd", "\tat ", "Please report it");
    }

    private int run(String... arguments) {
        return Main.run(List.of(arguments), new PrintWriter(out), new PrintWriter(err));
    }

    private int tell(Throwable e) {
        return new ErrorReport(new PrintWriter(err)).tell(e);
    }
}
