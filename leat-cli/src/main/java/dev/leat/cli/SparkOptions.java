package dev.leat.cli;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.ClusterSettings;
import dev.leat.pipeline.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** On which engine a project runs, and what the cluster engine is told of its cluster. */
final class SparkOptions {
    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description =
                    "embedded: in this process; spark: as an application of Spark (default: the project's leat.engine, or embedded).")
    private Optional<EngineName> engine = Optional.empty();

    @Option(
            names = "--master",
            paramLabel = "URL",
            description =
                    "With --engine spark: the cluster, as spark-submit names it (default: the project's leat.master, or local[*]).")
    private Optional<String> master = Optional.empty();

    @Option(
            names = "--deploy-mode",
            paramLabel = "MODE",
            description =
                    "With --engine spark: where the application's driver runs: client, beside this process; cluster, somewhere in the cluster (default: client).")
    private Optional<DeployMode> deployMode = Optional.empty();

    @Option(
            names = "--conf",
            paramLabel = "KEY=VALUE",
            description = "With --engine spark: a setting of Spark's; may be given several times.")
    private Map<String, String> configuration = new LinkedHashMap<>();

    @Option(
            names = "--warehouse",
            paramLabel = "LOCATION",
            description =
                    "With --engine spark: the folder of results and state, file: or hdfs: (default: the project's leat.warehouse, or warehouse in the folder of the state).")
    private Optional<String> warehouse = Optional.empty();

    /** Those of a command that has options of its own for them. */
    static SparkOptions of(Optional<String> master, Map<String, String> configuration, Optional<String> warehouse) {
        SparkOptions options = new SparkOptions();
        options.master = master;
        options.configuration = configuration;
        options.warehouse = warehouse;
        return options;
    }

    /** The engines, as the user names them. */
    enum EngineName {
        embedded,
        spark
    }

    /** Where drivers run, as spark-submit and the user name it. */
    enum DeployMode {
        client,
        cluster
    }

    /**
     * Whether the project runs on a cluster.
     *
     * @throws LeatException USAGE if it does not, and something is said of one
     */
    boolean isSpark(Settings project) {
        if (engine(project) == EngineName.spark) {
            return true;
        }
        String without = master.isPresent()
                ? "--master"
                : deployMode.isPresent()
                        ? "--deploy-mode"
                        : warehouse.isPresent() ? "--warehouse" : configuration.isEmpty() ? "" : "--conf";
        if (!without.isEmpty()) {
            throw new LeatException(ErrorCode.USAGE, without + " means something with --engine spark only");
        }
        return false;
    }

    private EngineName engine(Settings project) {
        return engine.or(() -> find(project, ClusterSettings.ENGINE)
                        .map(name -> EngineName.valueOf(name.toLowerCase(Locale.ROOT))))
                .orElse(EngineName.embedded);
    }

    private static Optional<String> find(Settings project, String key) {
        return Optional.ofNullable(project.configuration().get(key));
    }

    /** The cluster. */
    String master(Settings project) {
        return master.or(() -> find(project, ClusterSettings.MASTER)).orElse("local[*]");
    }

    /** Spark's settings that the user has given. */
    Map<String, String> configuration() {
        return configuration;
    }

    /** Where results and state are. */
    String warehouse(Settings project, Path state) {
        return warehouse
                .or(() -> find(project, ClusterSettings.WAREHOUSE))
                .orElseGet(() -> state.resolve("warehouse").toUri().toString());
    }

    /**
     * Whether the driver runs somewhere in the cluster.
     *
     * @throws LeatException USAGE if there is none
     */
    boolean isDriverInCluster(Settings project) {
        boolean isInCluster = deployMode.orElse(DeployMode.client) == DeployMode.cluster;
        if (isInCluster && master(project).startsWith(SparkHome.LOCAL)) {
            throw new LeatException(
                    ErrorCode.USAGE,
                    "--deploy-mode cluster needs a cluster, and the master is " + master(project)
                            + "; name one, such as --master yarn, or leave --deploy-mode out");
        }
        return isInCluster;
    }
}
