package dev.leat.spi;

import java.time.Instant;

/**
 * What tells a commit from all others, even from one of the same number that an older copy of the same state makes.
 *
 * @param number they grow, but need not be without gaps for a sink
 * @param published when it was, to the microsecond
 */
public record CommitStamp(long number, Instant published) {}
