package dev.leat.sql.read;

/** What users are told reads a source. */
final class ReaderNames {
    static final String ENGINE_PARQUET = "the engine's own Parquet reader";

    private ReaderNames() {}

    static String spark(String format) {
        return "Spark's " + format + " reader";
    }

    static String plainOr(String format) {
        return "plain lines directly, others by " + spark(format);
    }

    static String direct() {
        return "directly";
    }
}
