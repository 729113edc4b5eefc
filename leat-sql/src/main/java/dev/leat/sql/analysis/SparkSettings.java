package dev.leat.sql.analysis;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.internal.SQLConf;
import scala.Function0;

/**
 * A session's settings as Spark's code looks them up. Spark keeps the current settings per thread, so every call into
 * Spark goes through {@link #within}.
 */
public final class SparkSettings {
    private static final String ANSI = "spark.sql.ansi.enabled";
    private static final String ZONE = "spark.sql.session.timeZone";

    private final SQLConf conf;

    private SparkSettings(SQLConf conf) {
        this.conf = conf;
    }

    /** The settings, checked. */
    public static SparkSettings of(Settings settings) {
        SQLConf conf = new SQLConf();
        for (Map.Entry<String, String> entry : new TreeMap<>(settings.configuration()).entrySet()) {
            set(conf, entry.getKey(), entry.getValue());
        }
        if (!conf.ansiEnabled()) {
            throw new LeatException(
                    ErrorCode.NOT_SUPPORTED,
                    "The setting " + ANSI
                            + "=false is not supported: Leat runs Spark's ANSI mode; remove the setting and"
                            + " write try_cast, try_divide and their like where NULL is wanted instead of an error");
        }
        if (!settings.configuration().containsKey(ZONE)) {
            set(conf, ZONE, settings.zone());
        }
        // BETWEEN and NULLIF become plain comparisons instead of a local binding that only Spark's planner understands.
        set(conf, "spark.sql.alwaysInlineCommonExpr", "true");
        return new SparkSettings(conf);
    }

    private static void set(SQLConf conf, String key, String value) {
        try {
            conf.setConfString(key, value);
        } catch (IllegalArgumentException e) {
            throw new LeatException(
                    ErrorCode.OPTION, "Cannot use the setting " + key + "=" + value + ": " + e.getMessage(), e);
        }
    }

    /**
     * Runs Spark's code under these settings. A thread that native code has made has no context class loader, in which
     * libraries of Spark look for their resources; it gets ours.
     */
    public <T> T within(Supplier<T> work) {
        Thread thread = Thread.currentThread();
        if (thread.getContextClassLoader() == null) {
            thread.setContextClassLoader(SparkSettings.class.getClassLoader());
        }
        Function0<T> body = work::get;
        return SQLConf.withExistingConf(conf, body);
    }

    /** The session's time zone. */
    public String zone() {
        return conf.sessionLocalTimeZone();
    }
}
