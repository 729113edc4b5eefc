package dev.leat.spark.read;

import java.io.FileNotFoundException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * The name that a byte range of a file has in a {@link RangeFileSystem}:
 *
 * <pre>leatrange:/SCHEME/AUTHORITY/FOLDERS/leatrange-START-END/NAME</pre>
 *
 * <p>The folders are those of the file, so that Spark finds the same partition columns in them; a folder without an equals sign below
 * them is none to it. So is the name, by which Spark filters files and tells whether they are compressed.
 *
 * @param file qualified
 * @param start the first byte
 * @param end the position after the last
 */
record RangePath(Path file, long start, long end) {
    static final String SCHEME = "leatrange";

    private static final String NO_AUTHORITY = "-";
    private static final String PREFIX = SCHEME + "-";
    private static final Pattern RANGE = Pattern.compile("(/.*)/" + PREFIX + "(\\d{1,18})-(\\d{1,18})(/[^/]+)");
    private static final Pattern PLACE = Pattern.compile("/([^/]+)/([^/]+)(/.*)?");

    /** The path of the range. */
    Path path() {
        return new Path(shown(file.getParent()), PREFIX + start + "-" + end + "/" + file.getName());
    }

    /** The path of a folder, below which are the ranges of the files below it. */
    static Path shown(Path folder) {
        URI uri = folder.toUri();
        String authority = Optional.ofNullable(uri.getAuthority()).orElse(NO_AUTHORITY);
        return new Path(SCHEME, null, "/" + uri.getScheme() + "/" + authority + uri.getPath());
    }

    /** The range that a path stands for; empty if it is that of a folder. */
    static Optional<RangePath> find(Path path) throws FileNotFoundException {
        Matcher parts = RANGE.matcher(path.toUri().getPath());
        return parts.matches()
                ? Optional.of(new RangePath(
                        place(parts.group(1) + parts.group(4)),
                        Long.parseLong(parts.group(2)),
                        Long.parseLong(parts.group(3))))
                : Optional.empty();
    }

    /** The folder that the path of one stands for. */
    static Path folder(Path path) throws FileNotFoundException {
        return place(path.toUri().getPath());
    }

    private static Path place(String shown) throws FileNotFoundException {
        Matcher parts = PLACE.matcher(shown);
        if (!parts.matches()) {
            throw new FileNotFoundException(shown + " is no place of another file system");
        }
        String authority = parts.group(2);
        return new Path(
                parts.group(1),
                authority.equals(NO_AUTHORITY) ? null : authority,
                Optional.ofNullable(parts.group(3)).orElse("/"));
    }
}
