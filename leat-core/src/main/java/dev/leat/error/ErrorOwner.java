package dev.leat.error;

/** Who has to act on an error; decides the exit code and whether a stack trace is shown. */
public enum ErrorOwner {
    /** The program, the data or the options are wrong: no stack trace, exit code 2. */
    USER(2),
    /** Something outside failed, such as a disk or a broker: exit code 1. */
    EXTERNAL(1),
    /** A stated limit was hit: exit code 1; the message names the limit and the option that raises it. */
    RESOURCES(1),
    /** A defect of Leat: stack trace, exit code 70. */
    INTERNAL(70);

    private final int exitCode;

    ErrorOwner(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code of a process that ends because of such an error. */
    public int exitCode() {
        return exitCode;
    }
}
