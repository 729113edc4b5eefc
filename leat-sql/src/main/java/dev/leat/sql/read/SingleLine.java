package dev.leat.sql.read;

/** The line at which other lines stand, offered once. */
final class SingleLine implements Lines {
    private final Lines lines;
    private boolean isOffered;
    private long count;

    /**
     * The lines' current one; closing it does not close them.
     *
     * @param lines stand at a line when {@link #offer} is called
     */
    SingleLine(Lines lines) {
        this.lines = lines;
    }

    /** Makes the current line the next one. */
    void offer() {
        isOffered = true;
        count++;
    }

    @Override
    public boolean next() {
        boolean offered = isOffered;
        isOffered = false;
        return offered;
    }

    @Override
    public byte[] bytes() {
        return lines.bytes();
    }

    @Override
    public int offset() {
        return lines.offset();
    }

    @Override
    public int length() {
        return lines.length();
    }

    @Override
    public long linePosition() {
        return lines.linePosition();
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public void close() {
        // The lines are closed by their owner.
    }
}
