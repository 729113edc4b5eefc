package dev.leat.spi;

import dev.leat.error.Checks;
import java.time.Duration;

/**
 * When a source that is followed as a stream is read on: once it holds enough that nobody has read, or the last commit that read it
 * on is long enough ago. Only who stays up waits.
 *
 * @param unitsMin bytes or records
 * @param delayMax how long those that there are wait at most
 */
public record ReadWait(long unitsMin, Duration delayMax) {
    public ReadWait {
        Checks.verify(unitsMin > 0 && !delayMax.isNegative(), "a source waits for something, for some time");
    }
}
