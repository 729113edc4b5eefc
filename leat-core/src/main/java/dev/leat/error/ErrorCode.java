package dev.leat.error;

/**
 * Every error Leat reports. Codes never change meaning and are never reused; {@code docs/errors.md} lists each with
 * cause and cure.
 */
public enum ErrorCode {
    /** The text is not valid SQL. */
    SYNTAX(ErrorOwner.USER),
    /** The SQL is well formed but does not mean anything: unknown name, wrong type, wrong use. */
    ANALYSIS(ErrorOwner.USER),
    /** Valid Spark SQL that Leat does not run; the message says what to write instead. */
    NOT_SUPPORTED(ErrorOwner.USER),
    /** The project file or the set of definitions is wrong: unknown key, duplicate, cycle, missing target. */
    PROJECT(ErrorOwner.USER),
    /** A command line option or argument is wrong. */
    USAGE(ErrorOwner.USER),
    /** An option of a source, sink or dataset is unknown or has a wrong value. */
    OPTION(ErrorOwner.USER),
    /** A source's path does not exist, or has no data from which a schema could be inferred. */
    SOURCE_NOT_FOUND(ErrorOwner.USER),
    /** A source's content cannot be read as declared. */
    BAD_DATA(ErrorOwner.USER),
    /** Records of a source are gone that had not been read yet. */
    DATA_LOSS(ErrorOwner.EXTERNAL),
    /** A query failed on its data, or on a constant, under Spark's ANSI rules: overflow, division by zero, bad cast. */
    RUNTIME(ErrorOwner.USER),
    /** A row violates an expectation of its dataset, which then keeps its last content. */
    EXPECTATION(ErrorOwner.USER),
    /** The state was written by another version that this one cannot continue. */
    STATE_VERSION(ErrorOwner.USER),
    /** The state is damaged; the message says what was found and how to rebuild it. */
    STATE_DAMAGED(ErrorOwner.EXTERNAL),
    /** Another process holds the project's state. */
    STATE_LOCKED(ErrorOwner.USER),
    /** The state is not where it was: it was moved to the other engine, or is on its way there. */
    STATE_MOVED(ErrorOwner.USER),
    /** Reading or writing a file failed. */
    IO(ErrorOwner.EXTERNAL),
    /** The disk is full or a quota is reached. */
    DISK_FULL(ErrorOwner.EXTERNAL),
    /** A memory, row, length or count limit was hit. */
    LIMIT(ErrorOwner.RESOURCES),
    /** The user or the system asked the process to stop. */
    INTERRUPTED(ErrorOwner.EXTERNAL),
    /** A defect of Leat. */
    INTERNAL(ErrorOwner.INTERNAL);

    private final ErrorOwner owner;

    ErrorCode(ErrorOwner owner) {
        this.owner = owner;
    }

    /** Who has to act. */
    public ErrorOwner owner() {
        return owner;
    }
}
