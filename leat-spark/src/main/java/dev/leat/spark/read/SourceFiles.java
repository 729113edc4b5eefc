package dev.leat.spark.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Source;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.Position;
import dev.leat.spi.PositionRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * The files of a source, as they were when it was listed, as far as they are read. A file of lines may grow: what was read of it is told
 * by a tag, and what has come since is read alone. Any other is read as a whole. For one thread.
 */
public final class SourceFiles {
    private static final long MICROS_PER_MILLI = 1000;

    /** Spark would take a path with one of these for a pattern. */
    private static final Pattern GLOB = Pattern.compile("[{}\\[\\]*?\\\\]");

    private final FileLooks looks;
    private final Map<String, Position> files;
    private final Map<String, List<String>> filesOfRoots;
    private final Set<String> growing;
    private final Set<String> cut;
    private final Map<String, String> tags = new HashMap<>();
    private final Map<String, Map<Long, Beginning>> beginnings = new HashMap<>();

    /**
     * What a file holds before a position.
     *
     * @param tag of it
     * @param boundary the last position up to there at which a record begins, or would begin if more were added
     * @param isMarked whether a byte order mark stands at the boundary
     */
    private record Beginning(String tag, long boundary, boolean isMarked) {
        static Beginning of(FSDataInputStream file, long position) throws IOException {
            String tag = GrowingFile.tag(file, position);
            if (tag.isEmpty()) {
                return new Beginning(tag, 0, false);
            }
            long boundary = GrowingFile.endOfLines(file, position);
            return new Beginning(tag, boundary, boundary > 0 && GrowingFile.hasMark(file, boundary));
        }
    }

    private SourceFiles(
            FileLooks looks,
            Map<String, Position> files,
            Map<String, List<String>> filesOfRoots,
            Set<String> growing,
            Set<String> cut) {
        this.looks = looks;
        this.files = files;
        this.filesOfRoots = filesOfRoots;
        this.growing = growing;
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
            return new SourceFiles(looks, files, roots, growing, Set.of());
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

    /** The same, each to be read as a whole. */
    SourceFiles asWhole() {
        return new SourceFiles(looks, files, filesOfRoots, Set.of(), Set.of());
    }

    /**
     * The same without records at the ends of files that may not be complete; what was read of them stays read.
     *
     * @param read how far the furthest of those who have read a file has read it
     */
    SourceFiles complete(Map<String, Position> read) {
        List<String> unread = growing.stream()
                .filter(file -> !read.containsKey(file)
                        || position(file, read).end() != position(file, files).end())
                .sorted()
                .toList();
        Map<String, Long> ends = looks.all(unread, (file, name) -> {
            long listed = position(name, files).end();
            long boundary = GrowingFile.endOfLines(file, listed);
            Optional<Position> taken =
                    Optional.ofNullable(read.get(name)).filter(known -> boundary < known.end() && known.end() < listed);
            boolean isTaken = taken.isPresent()
                    && GrowingFile.tag(file, taken.get().end())
                            .equals(taken.get().tag());
            return isTaken ? taken.get().end() : boundary;
        });
        Map<String, Position> complete = new TreeMap<>(files);
        Set<String> shorter = new HashSet<>();
        ends.forEach((name, end) -> {
            Position listed = position(name, files);
            if (end < listed.end()) {
                complete.put(name, listed.upTo(end));
                shorter.add(name);
            }
        });
        return new SourceFiles(looks, complete, filesOfRoots, growing, shorter);
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
        return filesOfRoots;
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

    /** Whether a file may get more records at its end, so that these can be read alone. */
    public boolean grows(String file) {
        return growing.contains(file);
    }

    /** Whether a file has more, which is not complete yet. */
    public boolean isCut(String file) {
        return cut.contains(file);
    }

    /** Looks at all that may have grown since it was read, at once. */
    public void lookAt(Map<String, Position> read) {
        List<String> changed = files.keySet().stream()
                .filter(file -> grows(file) && read.containsKey(file) && isChanged(file, read))
                .toList();
        looks.all(
                        changed,
                        (file, name) -> Beginning.of(file, position(name, read).end()))
                .forEach((name, beginning) -> beginnings
                        .computeIfAbsent(name, unseen -> new HashMap<>())
                        .put(position(name, read).end(), beginning));
    }

    private boolean isChanged(String file, Map<String, Position> read) {
        Position then = position(file, read);
        Position now = position(file, files);
        boolean isKnown = beginnings.getOrDefault(file, Map.of()).containsKey(then.end());
        return !isKnown && (then.end() != now.end() || then.modifiedMicros() != now.modifiedMicros());
    }

    private Beginning beginning(String file, long position) {
        return beginnings
                .computeIfAbsent(file, unseen -> new HashMap<>())
                .computeIfAbsent(position, at -> looks.one(file, (open, name) -> Beginning.of(open, at)));
    }

    /** Whether a file that grows holds what has this tag, as far as that goes. */
    public boolean begins(String file, Position position) {
        return grows(file)
                && !position.tag().isEmpty()
                && beginning(file, position.end()).tag().equals(position.tag());
    }

    /** The last position up to a given one at which a record of a file that grows begins, or would begin if more were added. */
    public long boundary(String file, long position) {
        return beginning(file, position).boundary();
    }

    /** Whether readers of what follows that boundary would not read it as readers of the whole do. */
    public boolean isReadOtherwise(String file, long position) {
        return beginning(file, position).isMarked();
    }

    /** How far all is read then. */
    public Map<String, Position> positions() {
        return positions(files.keySet());
    }

    /** The same of some files. */
    public Map<String, Position> positions(Collection<String> chosen) {
        List<String> unknown = chosen.stream()
                .filter(file -> grows(file) && !tags.containsKey(file))
                .sorted()
                .toList();
        tags.putAll(looks.all(
                unknown,
                (file, name) -> GrowingFile.tag(file, position(name, files).end())));
        Map<String, Position> positions = new TreeMap<>();
        for (String file : chosen) {
            Position end = position(file, files);
            String tag = tags.getOrDefault(file, "");
            positions.put(file, new Position(end.start(), end.end(), end.modifiedMicros(), end.identity(), tag, 0));
        }
        return positions;
    }
}
