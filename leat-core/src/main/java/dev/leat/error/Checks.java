package dev.leat.error;

/** Checks of facts that hold unless the program itself is wrong; always on. User input never reaches them. */
public final class Checks {
    private Checks() {}

    /**
     * Fails with {@link ErrorCode#INTERNAL} unless the condition holds.
     *
     * @param condition the fact
     * @param fact the fact in words
     */
    public static void verify(boolean condition, String fact) {
        if (!condition) {
            throw new LeatException(ErrorCode.INTERNAL, "Broken invariant: " + fact);
        }
    }
}
