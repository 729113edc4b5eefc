package dev.leat.conformance.suite;

/**
 * The comparison of one statement with the golden file.
 *
 * @param reason why it is refused, different or out of scope; empty for an equal one, unless its rows are left to chance
 */
record Verdict(Kind kind, String reason) {
    static final Verdict SAME = new Verdict(Kind.EQUAL, "");

    /** What is counted. */
    enum Kind {
        EQUAL,
        REFUSED,
        DIFFERENT,
        OUT_OF_SCOPE
    }
}
