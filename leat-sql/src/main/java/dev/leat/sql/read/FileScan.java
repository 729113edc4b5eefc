package dev.leat.sql.read;

import dev.leat.reading.FileShares;
import dev.leat.spi.ReadContent;
import dev.leat.spi.ReadLimit;
import dev.leat.spi.ReadPart;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceScan;
import dev.leat.spi.SourceSplit;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A scan of files: each is a part of the source, and may grow if it consists of lines. */
abstract class FileScan implements SourceScan {
    private final ListedFiles listed;
    private final ColumnAgreement agreement;
    private final List<SourceSplit> splits;
    private final ReadLimit limit;

    /**
     * A scan of some files.
     *
     * @param listed those that hold rows, or may later
     * @param agreement with all files of the source
     * @param cut the splits of a file
     * @param limit by the options of the source
     */
    FileScan(
            ListedFiles listed, ColumnAgreement agreement, Function<DataFile, List<SourceSplit>> cut, ReadLimit limit) {
        this.listed = listed;
        this.agreement = agreement;
        this.limit = limit;
        splits = listed.files().stream()
                .flatMap(file -> cut.apply(file).stream())
                .toList();
    }

    /** With the other files of the source. */
    final ColumnAgreement agreement() {
        return agreement;
    }

    /** What a file says of its columns. */
    abstract Optional<FileColumns> columns(DataFile file) throws IOException;

    @Override
    public final Optional<String> columnProblem(String part) {
        try {
            return agreement.findProblem(listed.require(part), this::columns);
        } catch (IOException e) {
            throw CursorSplitReader.failure(e, "Cannot read " + part);
        }
    }

    /** The files. */
    final ListedFiles listed() {
        return listed;
    }

    @Override
    public final List<SourceSplit> splits() {
        return splits;
    }

    @Override
    public final List<SourcePart> parts() {
        return listed.parts();
    }

    @Override
    public final ReadLimit limit() {
        return limit;
    }

    @Override
    public final List<SourcePart> within(ReadLimit most, List<SourcePart> parts, Map<String, Long> read) {
        return FileShares.limit(this, most, parts, read);
    }

    @Override
    public final String tag(String part, long position) {
        return GrowingFile.tag(listed.require(part), position);
    }

    @Override
    public final boolean grows(String part) {
        return listed.grow(part);
    }

    @Override
    public final boolean isComplete(String part) {
        return !listed.isPacked(part) || PackedContent.isComplete(listed.require(part));
    }

    @Override
    public final Optional<ReadContent> findRead(String part, Map<String, ReadPart> known) {
        if (!listed.isPacked(part)) {
            return Optional.empty();
        }
        // The positions in compressed files are not those of their content.
        Map<String, ReadPart> plain = new LinkedHashMap<>(known);
        plain.keySet().removeIf(CompressedFiles::isCompressed);
        return PackedContent.find(listed.require(part), plain);
    }

    @Override
    public final Optional<ReadContent> findAppended(String part, ReadPart known) {
        DataFile file = listed.require(part);
        boolean isAppended = listed.isPacked(part)
                && CompressedFiles.mayBeAppendedTo(file)
                && known.end() < file.bytes()
                && GrowingFile.tag(file, known.end()).equals(known.tag());
        return isAppended ? PackedContent.findAppended(file, known) : Optional.empty();
    }

    @Override
    public final long boundary(String part, long position) {
        return GrowingFile.endOfLines(listed.require(part), position);
    }
}
