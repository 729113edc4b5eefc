package dev.leat.spark.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Source;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.reading.FileShares;
import dev.leat.reading.ReadingEnd;
import dev.leat.reading.TriggerOptions;
import dev.leat.spi.Position;
import dev.leat.spi.PositionRange;
import dev.leat.spi.ReadLimit;
import dev.leat.spi.ReadPart;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceParts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * The files of a source, as they were when it was listed, as far as they are read. A file of lines may grow: what was read of it is told
 * by a tag, and what has come since is read alone. Any other is read as a whole. For one thread.
 */
public final class SourceFiles implements SourceParts {
    private static final long MICROS_PER_MILLI = 1000;

    /** Spark would take a path with one of these for a pattern. */
    private static final Pattern GLOB = Pattern.compile("[{}\\[\\]*?\\\\]");

    private final Listing listing;
    private final Map<String, Position> files;
    private final Lines lines;
    private final Set<String> cut;

    /**
     * What all have in common that are made of one look at the source.
     *
     * @param limit of what a stream reads on in a commit
     * @param filesOfRoots the names of the files below each path, those of files and folders that were found by globs among them
     * @param beginnings of the files
     */
    private record Listing(ReadLimit limit, Map<String, List<String>> filesOfRoots, Beginnings beginnings) {}

    /**
     * The names of files of lines.
     *
     * @param growing those that are read on
     * @param divided those of which a commit may read a part of what they have
     */
    private record Lines(Set<String> growing, Set<String> divided) {
        static final Lines NONE = new Lines(Set.of(), Set.of());
    }

    private SourceFiles(Listing listing, Map<String, Position> files, Lines lines, Set<String> cut) {
        this.listing = listing;
        this.files = files;
        this.lines = lines;
        this.cut = cut;
    }

    /**
     * Lists a source.
     *
     * @throws LeatException SOURCE_NOT_FOUND if a path is not there
     */
    static SourceFiles list(Source source, Configuration configuration) {
        SourceDefinition definition = source.definition();
        FileLooks looks = new FileLooks(source.name().simpleName(), configuration);
        Map<String, Position> files = new TreeMap<>();
        Map<String, List<String>> roots = new LinkedHashMap<>();
        try {
            for (String path : definition.paths()) {
                list(path, configuration, files, roots);
            }
            Set<String> growing = LineFiles.are(definition) && haveSameFolders(files, roots)
                    ? growing(files.keySet(), configuration)
                    : Set.of();
            Listing listing = new Listing(TriggerOptions.limit(definition.options()), roots, new Beginnings(looks));
            return new SourceFiles(listing, files, new Lines(growing, growing), Set.of());
        } catch (IOException e) {
            throw looks.failure("list", e);
        }
    }

    /** A path without a scheme is one of this machine, whatever the cluster takes such paths for. */
    private static void list(
            String path, Configuration configuration, Map<String, Position> files, Map<String, List<String>> roots)
            throws IOException {
        Path place = new Path(path.startsWith("/") ? "file:" + path : path);
        FileSystem system = place.getFileSystem(configuration);
        FileStatus[] found = system.globStatus(place);
        if (found == null || found.length == 0) {
            throw new LeatException(
                    ErrorCode.SOURCE_NOT_FOUND,
                    "The path " + path + " does not exist; create it, or correct the source");
        }
        for (FileStatus root : found) {
            List<String> below = new ArrayList<>();
            collect(system, root, files, below, true);
            roots.computeIfAbsent(root.getPath().toString(), unseen -> new ArrayList<>())
                    .addAll(below);
        }
    }

    /** Names that begin with a dot or an underscore are not of files with rows, but for those of partition folders. */
    private static void collect(
            FileSystem system, FileStatus status, Map<String, Position> files, List<String> below, boolean isRoot)
            throws IOException {
        String name = status.getPath().getName();
        boolean isHidden =
                (name.startsWith("_") && !name.contains("=")) || name.startsWith(".") || name.endsWith("._COPYING_");
        if (isHidden && !isRoot) {
            return;
        }
        if (status.isDirectory()) {
            for (FileStatus child : system.listStatus(status.getPath())) {
                collect(system, child, files, below, false);
            }
            return;
        }
        String path = status.getPath().toString();
        if (!files.containsKey(path)) {
            long modified = status.getModificationTime() * MICROS_PER_MILLI;
            files.put(path, new Position(0, status.getLen(), modified, FileIdentity.of(status), "", 0));
            below.add(path);
        }
    }

    /** Whether all files are below folders that give columns, or none: of others Spark makes what it makes of the whole. */
    private static boolean haveSameFolders(Map<String, Position> files, Map<String, List<String>> roots) {
        Set<Boolean> arePartitions = new HashSet<>();
        for (Map.Entry<String, List<String>> root : roots.entrySet()) {
            if (!files.containsKey(root.getKey())) {
                for (String file : root.getValue()) {
                    int start = root.getKey().length();
                    String folders = file.substring(start, Math.max(start, file.lastIndexOf('/')));
                    boolean isPartition = folders.contains("=");
                    boolean isLast = folders.lastIndexOf('/') < folders.lastIndexOf('=');
                    arePartitions.add(isPartition);
                    if (isPartition && !isLast) {
                        return false;
                    }
                }
            }
        }
        return arePartitions.size() < 2;
    }

    private static Set<String> growing(Collection<String> files, Configuration configuration) {
        CompressionCodecFactory codecs = new CompressionCodecFactory(configuration);
        return files.stream()
                .filter(file -> codecs.getCodec(new Path(file)) == null
                        && !GLOB.matcher(file).find())
                .collect(Collectors.toSet());
    }

    /** The same files, each to be read as a whole. */
    SourceFiles asWhole(SourceFiles listed) {
        Map<String, Position> whole = new TreeMap<>(listed.files);
        whole.keySet().retainAll(files.keySet());
        return new SourceFiles(listing, whole, Lines.NONE, Set.of());
    }

    /** The same, of whose files a commit reads all that they have more, or nothing. */
    SourceFiles undivided() {
        return new SourceFiles(listing, files, new Lines(lines.growing(), Set.of()), cut);
    }

    /** The same as far as they are to be read. */
    SourceFiles upTo(ReadingEnd.Parts parts) {
        Map<String, Position> ended = new TreeMap<>();
        parts.parts()
                .forEach(part ->
                        ended.put(part.name(), position(part.name(), files).upTo(part.end())));
        return new SourceFiles(listing, ended, lines, parts.cut());
    }

    private static Position position(String file, Map<String, Position> known) {
        return Optional.ofNullable(known.get(file))
                .orElseThrow(() -> new LeatException(ErrorCode.INTERNAL, "Not a file of this source: " + file));
    }

    /** How far each file is to be read; tags are missing. */
    public Map<String, Position> ends() {
        return files;
    }

    /** The names of the files below each path, those of files and folders that were found by globs among them. */
    Map<String, List<String>> filesOfRoots() {
        return listing.filesOfRoots();
    }

    @Override
    public List<SourcePart> parts() {
        List<SourcePart> parts = new ArrayList<>();
        files.forEach((name, file) ->
                parts.add(new SourcePart(name, file.start(), file.end(), file.modifiedMicros(), file.identity())));
        return parts;
    }

    @Override
    public ReadLimit limit() {
        return listing.limit();
    }

    @Override
    public List<SourcePart> within(ReadLimit most, List<SourcePart> parts, Map<String, Long> read) {
        Map<String, Long> ends = new TreeMap<>();
        parts.forEach(part -> ends.put(part.name(), part.end()));
        return FileShares.limit(this, most, parts, read).stream()
                .map(part -> withEnd(
                        part,
                        readable(
                                part,
                                read.getOrDefault(part.name(), part.start()),
                                ends.getOrDefault(part.name(), part.end()))))
                .toList();
    }

    /** The end of what is read on of a file, or another from where it can be read on later. */
    private long readable(SourcePart part, long start, long end) {
        boolean isCut = start < part.end() && part.end() < end;
        if (!isCut || !isReadOtherwise(part.name(), part.end())) {
            return part.end();
        }
        long earlier = boundary(part.name(), part.end() - 1);
        return start < earlier && !isReadOtherwise(part.name(), earlier) ? earlier : end;
    }

    private static SourcePart withEnd(SourcePart part, long end) {
        return new SourcePart(part.name(), part.start(), end, part.modifiedMicros(), part.identity());
    }

    /** All that is to be read. */
    public Map<String, PositionRange> all() {
        Map<String, PositionRange> all = new TreeMap<>();
        files.forEach((name, position) -> all.put(name, new PositionRange(0, position.end())));
        return all;
    }

    /** The size of all files in bytes. */
    public long bytes() {
        return files.values().stream().mapToLong(Position::end).sum();
    }

    @Override
    public boolean grows(String file) {
        return lines.growing().contains(file);
    }

    @Override
    public boolean divides(String file) {
        return lines.divided().contains(file);
    }

    /** Whether a file has more, which is not complete yet. */
    public boolean isCut(String file) {
        return cut.contains(file);
    }

    /** Looks at all that may have grown since it was read, at once. */
    public void lookAt(Map<String, Position> read) {
        Map<String, Long> changed = new TreeMap<>();
        read.forEach((file, then) -> {
            Optional<Position> now = Optional.ofNullable(files.get(file)).filter(listed -> grows(file));
            if (now.filter(listed -> then.end() != listed.end() || then.modifiedMicros() != listed.modifiedMicros())
                    .isPresent()) {
                changed.put(file, then.end());
            }
        });
        listing.beginnings().lookAt(changed);
    }

    /**
     * Looks for the last records of all files that are not read to their ends, at once.
     *
     * @param read what was read of each file
     */
    void lookAtEnds(Map<String, ReadPart> read) {
        Map<String, Long> ends = new TreeMap<>();
        files.forEach((file, listed) -> {
            Optional<ReadPart> all = Optional.ofNullable(read.get(file)).filter(known -> known.end() == listed.end());
            if (grows(file) && all.isEmpty()) {
                ends.put(file, listed.end());
            }
        });
        listing.beginnings().lookAtBoundaries(ends);
    }

    @Override
    public String tag(String file, long position) {
        return grows(file) ? listing.beginnings().tag(file, position) : "";
    }

    /** Whether a file that grows holds what has this tag, as far as that goes. */
    public boolean begins(String file, Position position) {
        return !position.tag().isEmpty() && tag(file, position.end()).equals(position.tag());
    }

    @Override
    public long boundary(String file, long position) {
        return listing.beginnings().boundary(file, position);
    }

    /** Whether readers of what follows that boundary would not read it as readers of the whole do. */
    public boolean isReadOtherwise(String file, long position) {
        return listing.beginnings().isMarked(file, position);
    }

    /** How far all is read then. */
    public Map<String, Position> positions() {
        return positions(files.keySet());
    }

    /** The same of some files. */
    public Map<String, Position> positions(Collection<String> chosen) {
        Map<String, Long> ends = new TreeMap<>();
        chosen.stream()
                .filter(this::grows)
                .forEach(file -> ends.put(file, position(file, files).end()));
        listing.beginnings().lookAtTags(ends);
        Map<String, Position> positions = new TreeMap<>();
        for (String file : chosen) {
            Position end = position(file, files);
            String tag = tag(file, end.end());
            positions.put(file, new Position(end.start(), end.end(), end.modifiedMicros(), end.identity(), tag, 0));
        }
        return positions;
    }
}
