package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.PositionRange;
import dev.leat.spi.SourcePart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a scan, as parts of its source.
 *
 * @param all the files, also those that are empty; a file may occur more than once
 * @param areLines whether a file consists of lines that are records, so that it may grow line by line
 */
record ListedFiles(List<DataFile> all, boolean areLines) {
    ListedFiles {
        all = List.copyOf(all);
    }

    /** Those that are read. */
    List<DataFile> files() {
        return all.stream().filter(file -> file.bytes() > 0).toList();
    }

    List<SourcePart> parts() {
        Map<String, SourcePart> parts = new LinkedHashMap<>();
        for (DataFile file : all) {
            String name = file.path().toString();
            parts.put(name, new SourcePart(name, file.start(), file.bytes(), file.modifiedMicros(), file.identity()));
        }
        return List.copyOf(parts.values());
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

    String tag(String path, long position) {
        return GrowingFile.tag(require(path), position);
    }

    boolean grow(String path) {
        return areLines && !CompressedFiles.isCompressed(require(path));
    }

    long boundary(String path, long position) {
        return GrowingFile.endOfLines(require(path), position);
    }

    private DataFile require(String path) {
        return all.stream()
                .filter(file -> file.path().toString().equals(path))
                .findFirst()
                .orElseThrow(() -> new LeatException(ErrorCode.INTERNAL, "Not a file of this scan: " + path));
    }
}
