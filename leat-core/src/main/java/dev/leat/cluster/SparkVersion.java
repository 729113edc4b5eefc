package dev.leat.cluster;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release line of Spark, such as 3.5. */
public record SparkVersion(int major, int minor) {
    /** The one whose meaning plans have. */
    public static final SparkVersion COMPILED_FOR = new SparkVersion(4, 1);

    /** The one before it that is supported, too. */
    public static final SparkVersion EARLIER = new SparkVersion(3, 5);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})");

    /**
     * The version of a text such as {@code 3.5}.
     *
     * @throws LeatException USAGE if projects do not run on it
     */
    public static SparkVersion parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (matcher.matches()) {
            SparkVersion version =
                    new SparkVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            if (version.isSupported()) {
                return version;
            }
        }
        throw new LeatException(
                ErrorCode.USAGE,
                "Projects do not run on Spark " + text + ": expected " + EARLIER + ", or " + COMPILED_FOR
                        + " and later versions of " + COMPILED_FOR.major()
                        + ". Set SPARK_HOME to the folder of one of them");
    }

    /** Whether all that plans have means there what it means to who compiles them. */
    public boolean computesAsCompiled() {
        return major == COMPILED_FOR.major() && minor >= COMPILED_FOR.minor();
    }

    private boolean isSupported() {
        return computesAsCompiled() || equals(EARLIER);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
