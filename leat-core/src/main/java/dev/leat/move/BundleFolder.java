package dev.leat.move;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.digest.Digests;
import dev.leat.error.ErrorCode;
import dev.leat.error.FileErrors;
import dev.leat.error.LeatException;
import dev.leat.move.Bundle.BundleFile;
import dev.leat.move.Bundle.BundleTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of a bundle on this machine. The manifest is written last: a bundle without one is none. */
public final class BundleFolder {
    private static final String MANIFEST = "manifest.json";
    private static final String FORMAT = "leat-bundle";
    private static final int VERSION = 1;
    private static final int BLOCK_BYTES = 1 << 16;
    private static final ObjectMapper MAPPER =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private final Path folder;

    /** A bundle in a folder, which need not be there yet. */
    public BundleFolder(Path folder) {
        this.folder = folder;
    }

    /** Where a file of it is. */
    public Path path(String file) {
        return folder.resolve(file);
    }

    /** An empty folder. */
    public void begin() {
        remove();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw FileErrors.convert(e, "create " + folder);
        }
    }

    /** Removes it with all that is in it. */
    public void remove() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw FileErrors.convert(e, "remove " + folder);
        }
    }

    /** A file as it is there. */
    public BundleFile describe(String file) {
        return new BundleFile(file, size(file), digest(file));
    }

    private long size(String file) {
        try {
            return Files.size(path(file));
        } catch (IOException e) {
            throw FileErrors.convert(e, "read " + path(file));
        }
    }

    private String digest(String file) {
        MessageDigest digest = Digests.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(path(file)), digest)) {
            byte[] block = new byte[BLOCK_BYTES];
            while (in.read(block) >= 0) {
                // The digest sees what is read.
            }
            return Digests.digits(digest);
        } catch (IOException e) {
            throw FileErrors.convert(e, "read " + path(file));
        }
    }

    /** Writes the manifest, after all files are written. */
    public void write(Bundle bundle) {
        try {
            ObjectNode document = MAPPER.createObjectNode();
            JsonNode body = MAPPER.valueToTree(bundle);
            document.put("format", FORMAT).put("version", VERSION).put("sha256", digest(body));
            document.set("body", body);
            Path unfinished = path(MANIFEST + ".unfinished");
            Files.write(unfinished, MAPPER.writeValueAsBytes(document));
            Files.move(unfinished, path(MANIFEST), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw FileErrors.convert(e, "write " + path(MANIFEST));
        }
    }

    private static String digest(JsonNode body) throws JsonProcessingException {
        return Digests.sha256(MAPPER.writeValueAsString(body));
    }

    /**
     * Reads the manifest; absent if there is none.
     *
     * @throws LeatException STATE_DAMAGED if it is not what was written, STATE_VERSION if another version wrote it
     */
    public Optional<Bundle> find() {
        if (!Files.exists(path(MANIFEST))) {
            return Optional.empty();
        }
        try {
            JsonNode document = MAPPER.readTree(Files.readAllBytes(path(MANIFEST)));
            if (!document.path("format").asText().equals(FORMAT)
                    || !digest(document.path("body"))
                            .equals(document.path("sha256").asText())) {
                throw damaged(MANIFEST);
            }
            if (document.path("version").asInt() != VERSION) {
                throw new LeatException(
                        ErrorCode.STATE_VERSION,
                        "The bundle " + folder + " was written by another version of Leat: finish with that, or begin"
                                + " anew: leat move with --cancel, then without");
            }
            return Optional.of(MAPPER.treeToValue(document.path("body"), Bundle.class));
        } catch (JsonProcessingException e) {
            throw damaged(MANIFEST);
        } catch (IOException e) {
            throw FileErrors.convert(e, "read " + path(MANIFEST));
        }
    }

    /**
     * Compares the files with what the manifest says of them.
     *
     * @throws LeatException STATE_DAMAGED if one is not what was written
     */
    public void requireWhole(Bundle bundle) {
        for (BundleTable table : bundle.tables()) {
            for (BundleFile file : table.files()) {
                if (!Files.exists(path(file.path())) || !describe(file.path()).equals(file)) {
                    throw damaged(file.path());
                }
            }
        }
    }

    /** Whether all is as the manifest says. */
    public boolean isWhole(Bundle bundle) {
        try {
            requireWhole(bundle);
            return true;
        } catch (LeatException e) {
            if (e.code() != ErrorCode.STATE_DAMAGED) {
                throw e;
            }
            return false;
        }
    }

    private LeatException damaged(String file) {
        return new LeatException(
                ErrorCode.STATE_DAMAGED,
                "The file " + path(file)
                        + " of a state that is being moved is not what was written. Nothing was changed where it"
                        + " goes; move it again");
    }

    /**
     * Compares rows as they have arrived with those that have left.
     *
     * @throws LeatException STATE_DAMAGED if they are others
     */
    public static void requireSame(BundleTable table, RowSum arrived) {
        if (!arrived.text().equals(table.sum()) || arrived.rows() != table.rows()) {
            throw new LeatException(
                    ErrorCode.STATE_DAMAGED,
                    "The rows of " + table.name() + " have not arrived as they were: " + table.rows()
                            + " rows with the sum "
                            + table.sum() + " have left, " + arrived.rows() + " with " + arrived.text()
                            + " are there. Nothing was changed where the state goes; move it again, and report it if it stays so");
        }
    }

    /** The names of the files below a folder of it, in order. */
    public List<String> files(String below) {
        try (Stream<Path> found = Files.walk(path(below))) {
            return found.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw FileErrors.convert(e, "list " + path(below));
        }
    }
}
