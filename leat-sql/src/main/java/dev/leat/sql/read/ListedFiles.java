package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.PositionRange;
import dev.leat.spi.SourcePart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of a scan, as parts of its source. */
final class ListedFiles {
    private final List<DataFile> all;
    private final boolean areLines;
    private final Map<String, DataFile> byPath = new LinkedHashMap<>();

    /**
     * Some files.
     *
     * @param all the files, also those that are empty; a file may occur more than once
     * @param areLines whether a file consists of lines that are records, so that it may grow line by line
     */
    ListedFiles(List<DataFile> all, boolean areLines) {
        this.all = List.copyOf(all);
        this.areLines = areLines;
        all.forEach(file -> byPath.put(file.path().toString(), file));
    }

    /** Those that are read. */
    List<DataFile> files() {
        return all.stream().filter(file -> file.bytes() > 0).toList();
    }

    List<SourcePart> parts() {
        List<SourcePart> parts = new ArrayList<>();
        byPath.forEach((path, file) ->
                parts.add(new SourcePart(path, file.start(), file.bytes(), file.modifiedMicros(), file.identity())));
        return List.copyOf(parts);
    }

    ListedFiles only(Map<String, PositionRange> ranges) {
        List<DataFile> chosen = new ArrayList<>();
        for (DataFile file : all) {
            PositionRange range = ranges.get(file.path().toString());
            if (range != null) {
                chosen.add(file.within(range));
            }
        }
        return new ListedFiles(chosen, areLines);
    }

    boolean grow(String path) {
        return areLines && !CompressedFiles.isCompressed(require(path));
    }

    /** Whether a file consists of compressed lines. */
    boolean isPacked(String path) {
        return areLines && CompressedFiles.isCompressed(require(path));
    }

    /** The file of that name. */
    DataFile require(String path) {
        return Optional.ofNullable(byPath.get(path))
                .orElseThrow(() -> new LeatException(ErrorCode.INTERNAL, "Not a file of this scan: " + path));
    }
}
