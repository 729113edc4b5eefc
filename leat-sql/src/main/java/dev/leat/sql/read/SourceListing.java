package dev.leat.sql.read;

import dev.leat.digest.Digests;
import dev.leat.error.LeatException;
import dev.leat.pipeline.ClusterPaths;
import dev.leat.pipeline.SourceDefinition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** What of a source's files decides its columns. */
public final class SourceListing {
    private SourceListing() {}

    /**
     * A digest of the files that an inferred schema depends on, with their sizes and times, or of the folders that
     * partition columns depend on where the columns are declared; empty if the files cannot be listed.
     */
    public static Optional<String> digest(List<SourceDefinition> sources) {
        try {
            MessageDigest digest = Digests.sha256();
            for (SourceDefinition source : sources) {
                if (source.paths().stream().anyMatch(ClusterPaths::is)) {
                    continue;
                }
                FileListing listing = FileListing.list(source.paths(), file -> true);
                if (source.schema().isEmpty()) {
                    listing.allFiles()
                            .forEach(file ->
                                    add(digest, file.path() + "\0" + file.bytes() + "\0" + file.modifiedMicros()));
                } else {
                    listing.leafFolders().forEach((Path folder) -> add(digest, folder.toString()));
                }
                add(digest, "");
            }
            return Optional.of(Digests.digits(digest));
        } catch (LeatException e) {
            // Whoever opens the source reports it, with its position.
            return Optional.empty();
        }
    }

    private static void add(MessageDigest digest, String line) {
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }
}
