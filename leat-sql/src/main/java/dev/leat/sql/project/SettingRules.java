package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.NearestName;
import dev.leat.incremental.MaintenanceDemand;
import dev.leat.incremental.OwnSettings;
import dev.leat.sql.analysis.SourceText;
import dev.leat.sql.analysis.SparkErrors;
import dev.leat.sql.project.PipelineSpec.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.SQLConf$;

/**
 * Which settings a project may have. Spark's that change answers are honoured or refused; those that only steer how Spark
 * executes are accepted without effect.
 */
final class SettingRules {
    static final String ZONE = "spark.sql.session.timeZone";

    private static final String SQL = "spark.sql.";

    /** They act in Spark's parser, analyzer and file readers, which are the ones Leat runs. */
    private static final Set<String> HONOURED = Set.of(
            ZONE,
            "spark.sql.timestampType",
            "spark.sql.ansi.doubleQuotedIdentifiers",
            "spark.sql.ansi.enforceReservedKeywords",
            "spark.sql.columnNameOfCorruptRecord",
            "spark.sql.crossJoin.enabled",
            "spark.sql.groupByAliases",
            "spark.sql.groupByOrdinal",
            "spark.sql.orderByOrdinal",
            "spark.sql.operatorPipeSyntaxEnabled",
            "spark.sql.pivotMaxValues",
            "spark.sql.variable.substitute");

    /** How Spark executes, and what only its commands and shells use. */
    private static final List<String> WITHOUT_EFFECT = List.of(
            "spark.sql.adaptive.",
            "spark.sql.autoBroadcastJoinThreshold",
            "spark.sql.broadcastTimeout",
            "spark.sql.bucketing.",
            "spark.sql.cbo.",
            "spark.sql.codegen.",
            "spark.sql.debug.",
            "spark.sql.defaultSizeInBytes",
            "spark.sql.event.",
            "spark.sql.execution.",
            "spark.sql.files.maxPartition",
            "spark.sql.files.minPartition",
            "spark.sql.files.openCostInBytes",
            "spark.sql.inMemoryColumnarStorage.",
            "spark.sql.join.",
            "spark.sql.leafNodeDefaultParallelism",
            "spark.sql.maxBroadcastTableSize",
            "spark.sql.maxSinglePartitionBytes",
            "spark.sql.objectHashAggregate.",
            "spark.sql.optimizer.",
            "spark.sql.redaction.",
            "spark.sql.shuffle",
            "spark.sql.sort.",
            "spark.sql.statistics.",
            "spark.sql.streaming.",
            "spark.sql.thriftserver.",
            "spark.sql.ui.",
            "spark.sql.warehouse.dir",
            "spark.sql.window");

    private SettingRules() {}

    /** What is wrong with a setting; empty if it is honoured or has no effect on answers. */
    static Optional<Diagnostic> check(Setting setting) {
        String key = setting.key();
        if (key.startsWith("pipelines.")) {
            return notSupported(setting, "Leat has no such setting; remove it");
        }
        if (key.startsWith(MaintenanceDemand.PREFIX)) {
            return OwnSettings.settingProblem(key, setting.value())
                    .map(problem -> Diagnostic.of(ErrorCode.OPTION, problem, setting.position()));
        }
        if (!key.startsWith(SQL)) {
            return Optional.empty();
        }
        if (HONOURED.contains(key)) {
            return valueError(setting);
        }
        if (hasNoEffect(key)) {
            return Optional.empty();
        }
        ConfigEntry<?> entry = SQLConf$.MODULE$.getConfigEntry(key);
        if (entry == null) {
            return unknown(setting);
        }
        return entry.defaultValueString().equalsIgnoreCase(setting.value())
                ? Optional.empty()
                : notSupported(setting, advice(key, entry.defaultValueString()));
    }

    /** Whether the setting goes along with the pipeline: it changes answers, or SQL texts refer to it by name. */
    static boolean isPassedOn(String key) {
        return HONOURED.contains(key) || !key.startsWith("spark.");
    }

    private static boolean hasNoEffect(String key) {
        return WITHOUT_EFFECT.stream().anyMatch(key::startsWith);
    }

    private static Optional<Diagnostic> valueError(Setting setting) {
        try {
            new SQLConf().setConfString(setting.key(), setting.value());
            return Optional.empty();
        } catch (RuntimeException e) { // Spark's check throws exceptions of several classes.
            Diagnostic reason = SparkErrors.diagnose(e, SourceText.of(setting.value()));
            String message =
                    "Cannot use the setting " + setting.key() + "=" + setting.value() + ": " + reason.message();
            return Optional.of(
                    new Diagnostic(ErrorCode.OPTION, Optional.empty(), message, Optional.of(setting.position())));
        }
    }

    private static Optional<Diagnostic> notSupported(Setting setting, String advice) {
        return Optional.of(Diagnostic.of(
                ErrorCode.NOT_SUPPORTED,
                "The setting " + setting.key() + "=" + setting.value() + " is not supported: " + advice,
                setting.position()));
    }

    private static String advice(String key, String standard) {
        if (key.equals("spark.sql.ansi.enabled")) {
            return "Leat runs Spark's ANSI mode; remove the setting and write try_cast, try_divide and their like where"
                    + " NULL is wanted instead of an error";
        }
        return "Leat gives the answers of Spark's default, which is " + standard + "; remove the setting";
    }

    private static Optional<Diagnostic> unknown(Setting setting) {
        if (setting.key().startsWith("spark.sql.catalog.") || setting.key().equals("spark.sql.extensions")) {
            return notSupported(setting, "Leat loads no plug-ins of Spark; remove the setting");
        }
        List<String> known = new ArrayList<>(HONOURED.stream().sorted().toList());
        SQLConf$.MODULE$.getConfigEntries().forEach(entry -> known.add(entry.key()));
        return Optional.of(Diagnostic.of(
                ErrorCode.OPTION,
                "Spark has no setting " + setting.key() + NearestName.hint(setting.key(), known),
                setting.position()));
    }
}
