package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.SeekableInputStream;

/** Reads the footers of Parquet files. Those read last are kept, as long as their files stay as they are. */
final class ParquetFooters {
    private static final int KEPT = 64;

    /** Larger footers are not kept: a thousandth of the memory should do for all. */
    private static final int KEPT_CHUNKS_MAX = 2_000;

    private static final Map<DataFile, ParquetMetadata> LAST = new LinkedHashMap<>(KEPT, 0.75f, true);

    private ParquetFooters() {}

    /** The file's schema and key-value facts, without its row groups. */
    static ParquetMetadata read(DataFile file) throws IOException {
        requireSame(file);
        return read(file, ParquetMetadataConverter.SKIP_ROW_GROUPS);
    }

    /** The rows are read by others, and how far they are read is noted afterwards: of the same content, that is. */
    private static void requireSame(DataFile file) throws IOException {
        file.open().close();
    }

    /** The whole footer. */
    static ParquetMetadata readAll(DataFile file) throws IOException {
        requireSame(file);
        synchronized (LAST) {
            ParquetMetadata known = LAST.get(file);
            if (known != null) {
                return known;
            }
        }
        ParquetMetadata metadata = read(file, ParquetMetadataConverter.NO_FILTER);
        int chunks = metadata.getBlocks().stream()
                .mapToInt(block -> block.getColumns().size())
                .sum();
        if (chunks <= KEPT_CHUNKS_MAX) {
            keep(file, metadata);
        }
        return metadata;
    }

    private static void keep(DataFile file, ParquetMetadata metadata) {
        synchronized (LAST) {
            LAST.put(file, metadata);
            if (LAST.size() > KEPT) {
                LAST.remove(LAST.keySet().iterator().next());
            }
        }
    }

    private static ParquetMetadata read(DataFile file, ParquetMetadataConverter.MetadataFilter filter)
            throws IOException {
        LocalInputFile input = new LocalInputFile(file.path());
        ParquetReadOptions options =
                ParquetReadOptions.builder().withMetadataFilter(filter).build();
        try (SeekableInputStream stream = input.newStream()) {
            ParquetMetadata metadata = ParquetFileReader.readFooter(input, options, stream);
            FileMetaData.EncryptionType encryption = metadata.getFileMetaData().getEncryptionType();
            if (encryption == FileMetaData.EncryptionType.ENCRYPTED_FOOTER) {
                throw ParquetFailures.encrypted(file);
            }
            requireWhole(file, metadata);
            return metadata;
        } catch (ParquetCryptoRuntimeException e) {
            throw ParquetFailures.encrypted(file);
        } catch (RuntimeException e) {
            throw e instanceof LeatException ? e : ParquetFailures.ofFooter(file, e);
        }
    }

    /** A row group that ends behind the file's end is not all there; of such a group Spark may give no row at all. */
    private static void requireWhole(DataFile file, ParquetMetadata metadata) throws IOException {
        long length = Files.size(file.path());
        for (BlockMetaData block : metadata.getBlocks()) {
            long end = block.getStartingPos() + block.getCompressedSize();
            if (end > length) {
                throw new LeatException(
                        ErrorCode.BAD_DATA,
                        "Cannot read " + file.path() + ": its rows need " + end + " bytes, the file has " + length
                                + "; a part of it is missing");
            }
        }
    }
}
