package dev.leat.spi;

import dev.leat.pipeline.SourceDefinition;

/** Opens sources; safe for use by several threads. */
public interface SourceReaders {
    /** Finds out what the source holds and settles the schema; reads no more than that needs. */
    SourceScan open(SourceDefinition source);
}
