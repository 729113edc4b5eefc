package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

final class TestSparkOptions {
    private static final Settings PROJECT = new Settings(
            "UTC", Map.of("leat.engine", "SPARK", "leat.master", "spark://a:1", "leat.warehouse", "hdfs://a/w"));

    /** A command with nothing but these options. */
    @Command
    private static final class Bare {
        @CommandLine.Mixin
        private SparkOptions options = new SparkOptions();
    }

    private static SparkOptions parse(String... arguments) {
        Bare bare = new Bare();
        new CommandLine(bare).parseArgs(arguments);
        return bare.options;
    }

    @Test
    void projectSaysWhereItRuns() {
        SparkOptions options = parse();

        assertThat(options.isSpark(PROJECT)).isTrue();
        assertThat(options.master(PROJECT)).isEqualTo("spark://a:1");
        assertThat(options.warehouse(PROJECT, Path.of("/s"))).isEqualTo("hdfs://a/w");
    }

    @Test
    void optionCountsBeforeTheProject() {
        SparkOptions options = parse("--master", "local[2]", "--warehouse", "file:/w");

        assertThat(options.master(PROJECT)).isEqualTo("local[2]");
        assertThat(options.warehouse(PROJECT, Path.of("/s"))).isEqualTo("file:/w");
        assertThat(parse("--engine", "embedded").isSpark(PROJECT)).isFalse();
    }

    @Test
    void withoutEitherItRunsInThisProcess() {
        assertThat(parse().isSpark(Settings.DEFAULT)).isFalse();
        assertThat(parse("--engine", "spark").warehouse(Settings.DEFAULT, Path.of("/s")))
                .isEqualTo("file:///s/warehouse");
    }

    @Test
    void whatIsSaidOfAClusterNeedsOne() {
        assertThatThrownBy(() -> parse("--conf", "a=b").isSpark(Settings.DEFAULT))
                .isInstanceOfSatisfying(
                        LeatException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining("--conf means something with --engine spark only");
    }

    @Test
    void driverInTheClusterNeedsOne() {
        assertThat(parse().isDriverInCluster(PROJECT)).isFalse();
        assertThat(parse("--deploy-mode", "cluster").isDriverInCluster(PROJECT)).isTrue();
        assertThatThrownBy(() ->
                        parse("--engine", "spark", "--deploy-mode", "cluster").isDriverInCluster(Settings.DEFAULT))
                .isInstanceOfSatisfying(
                        LeatException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining("--deploy-mode cluster needs a cluster, and the master is local[*]");
    }
}
