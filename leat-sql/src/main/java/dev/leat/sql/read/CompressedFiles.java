package dev.leat.sql.read;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.apache.hadoop.conf.Configurable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.Lz4Codec;
import org.apache.hadoop.io.compress.SnappyCodec;

/** Opens files, decompressing by the suffix of their names as Spark does. */
final class CompressedFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    /** Opens the decompressed content of a compressed stream. */
    private interface Opener {
        InputStream open(InputStream raw) throws IOException;
    }

    private static final Map<String, Opener> BY_SUFFIX = Map.of(
            ".gz", raw -> new GZIPInputStream(raw, BUFFER_BYTES),
            ".deflate", InflaterInputStream::new,
            ".zst", ZstdInputStream::new,
            ".bz2", raw -> hadoop(new BZip2Codec(), raw),
            ".snappy", raw -> hadoop(new SnappyCodec(), raw),
            ".lz4", raw -> hadoop(new Lz4Codec(), raw));

    private CompressedFiles() {}

    private static InputStream hadoop(CompressionCodec codec, InputStream raw) throws IOException {
        if (codec instanceof Configurable configurable) {
            configurable.setConf(new Configuration(false));
        }
        return codec.createInputStream(raw);
    }

    private static Optional<Opener> opener(String name) {
        int suffix = name.lastIndexOf('.');
        return suffix < 0
                ? Optional.empty()
                : Optional.ofNullable(BY_SUFFIX.get(name.substring(suffix).toLowerCase(Locale.ROOT)));
    }

    static boolean isCompressed(DataFile file) {
        return isCompressed(file.name());
    }

    /** Whether the file of a name is. */
    static boolean isCompressed(String name) {
        return opener(name).isPresent();
    }

    /** Whether what is appended to a file, compressed, goes on with its content. */
    static boolean mayBeAppendedTo(DataFile file) {
        return file.name().toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    /** The content as it was listed, decompressed. */
    static InputStream open(DataFile file) throws IOException {
        InputStream raw = Channels.newInputStream(file.open());
        try {
            Optional<Opener> opener = opener(file.name());
            if (opener.isEmpty()) {
                return new BoundedInput(file.path(), raw, file.bytes());
            }
            return opener.get()
                    .open(new BufferedInputStream(new BoundedInput(file.path(), raw, file.bytes()), BUFFER_BYTES));
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }
}
