package dev.leat.sql.project;

import dev.leat.digest.Digests;
import dev.leat.error.LeatException;
import dev.leat.json.PipelineJson;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Source;
import dev.leat.sql.read.SourceListing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled pipelines by the content of what they were compiled from, so that a second start needs no front end.
 *
 * <p>A document's name is a digest of the compiler, the project's texts and, for a query, its text. Its first line is the
 * digest of the source files that its schemas were inferred from, which must still be the same; the rest is the
 * pipeline's JSON. A document that cannot be used is as good as none: the project is compiled again.
 */
public final class PlanCache {
    /** The oldest beyond these are dropped. */
    private static final int DOCUMENTS_MAX = 64;

    /** What was compiled: the project alone, or a query, whose text follows; it may be empty. */
    private static final String PROJECT = "project";

    private static final String QUERY = "query ";

    private static final String SUFFIX = ".json";
    private static final Logger LOG = LoggerFactory.getLogger(PlanCache.class);

    private final Path folder;
    private final String compiler;

    /**
     * A cache in a folder, which is made when the first document is kept.
     *
     * @param compiler changes with everything that may change what a text is compiled to
     */
    public PlanCache(Path folder, String compiler) {
        this.folder = folder;
        this.compiler = compiler;
    }

    /** The compiled project of these texts. */
    public Optional<Pipeline> find(ProjectTexts texts) {
        return find(file(texts, PROJECT));
    }

    /** The project of these texts, compiled together with a query. */
    public Optional<Pipeline> find(ProjectTexts texts, String query) {
        return find(file(texts, QUERY + query));
    }

    /** Keeps the compiled project of these texts. */
    public void put(ProjectTexts texts, Pipeline pipeline) {
        put(file(texts, PROJECT), pipeline);
    }

    /** Keeps the project of these texts, compiled together with a query. */
    public void put(ProjectTexts texts, String query, Pipeline pipeline) {
        put(file(texts, QUERY + query), pipeline);
    }

    private Path file(ProjectTexts texts, String what) {
        return folder.resolve(Digests.sha256(compiler + "\0" + texts.digest() + "\0" + what) + SUFFIX);
    }

    private static Optional<Pipeline> find(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String document = Files.readString(file);
            int end = document.indexOf('\n');
            Pipeline pipeline = PipelineJson.read(document.substring(end + 1));
            Optional<String> listing = listing(pipeline);
            return listing.filter(document.substring(0, Math.max(0, end))::equals)
                    .map(same -> pipeline);
        } catch (IOException | LeatException e) {
            LOG.debug("plan_cache_unusable file={}", file, e);
            return Optional.empty();
        }
    }

    private static Optional<String> listing(Pipeline pipeline) {
        return SourceListing.digest(
                pipeline.sources().stream().map(Source::definition).toList());
    }

    /** A cache that cannot be written is no reason to stop. */
    private void put(Path file, Pipeline pipeline) {
        Optional<String> listing = listing(pipeline);
        if (listing.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "new-", "");
            try {
                Files.writeString(part, listing.get() + "\n" + PipelineJson.write(pipeline));
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            dropOldest();
        } catch (IOException e) {
            LOG.debug("plan_cache_not_written file={}", file, e);
        }
    }

    private void dropOldest() throws IOException {
        record Document(Path file, FileTime written) {}

        List<Document> documents = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                documents.add(new Document(file, Files.getLastModifiedTime(file)));
            }
        }
        documents.sort(Comparator.comparing(Document::written).reversed());
        for (Document document : documents.stream().skip(DOCUMENTS_MAX).toList()) {
            Files.deleteIfExists(document.file());
        }
    }
}
