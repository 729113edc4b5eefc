package dev.leat.spi;

import dev.leat.pipeline.FileSource;

/** Opens file sources; safe for use by several threads. */
public interface FileReaderFactory {
    /** Lists the files and settles the schema; reads no more than that needs. */
    FileScan open(FileSource source);
}
