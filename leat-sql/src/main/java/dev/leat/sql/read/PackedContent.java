package dev.leat.sql.read;

import dev.leat.digest.Digests;
import dev.leat.error.FileErrors;
import dev.leat.spi.PositionRange;
import dev.leat.spi.ReadContent;
import dev.leat.spi.ReadPart;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of a compressed file of lines, looked at in one pass: which of the contents that were read is at its beginning, by the tag
 * that {@link GrowingFile#tag} gives a file that is not compressed, and whether the file ends where its content does. What was
 * found is remembered as long as the file is the same. Thread-safe.
 */
final class PackedContent {
    private static final int BLOCK_BYTES = 1 << 16;

    /** That many looks; the one that was asked for least recently is forgotten. */
    private static final int LOOKS_MAX = 256;

    private static final Map<Asked, Look> LOOKS = new LinkedHashMap<>();

    private PackedContent() {}

    /** What was asked of a file: a digest of what was known then. */
    private record Asked(DataFile file, String digest) {}

    private record Candidate(String name, long end, String tag) {}

    private record Look(Optional<ReadContent> found, boolean isComplete) {}

    /** The longest of some contents that is at the beginning of the file's. */
    static Optional<ReadContent> find(DataFile file, Map<String, ReadPart> known) {
        List<Candidate> sorted = known.entrySet().stream()
                .map(part -> new Candidate(
                        part.getKey(), part.getValue().end(), part.getValue().tag()))
                .filter(part -> part.end() > 0 && !part.tag().isEmpty())
                .sorted(Comparator.comparingLong(Candidate::end))
                .toList();
        return sorted.isEmpty() ? Optional.empty() : look(file, sorted).found();
    }

    /** How long the content of the first bytes of a file is, if that ends with a line and what follows goes on with it. */
    static Optional<ReadContent> findAppended(DataFile file, ReadPart known) {
        DataFile before = file.within(new PositionRange(0, known.end()));
        try (InputStream content = CompressedFiles.open(before)) {
            Pass pass = new Pass(content, List.of());
            pass.run();
            return pass.position > 0 && pass.boundary() == pass.position
                    ? Optional.of(new ReadContent(file.path().toString(), pass.position, pass.position, true))
                    : Optional.empty();
        } catch (EOFException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FileErrors.convert(e, "read " + file.path());
        }
    }

    /** Whether nothing is missing at the end of the file. */
    static boolean isComplete(DataFile file) {
        return look(file, List.of()).isComplete();
    }

    private static Look look(DataFile file, List<Candidate> known) {
        Asked asked = new Asked(file, Digests.sha256(known.toString()));
        synchronized (LOOKS) {
            Optional<Look> seen = Optional.ofNullable(LOOKS.remove(asked));
            if (seen.isPresent()) {
                LOOKS.put(asked, seen.get());
                return seen.get();
            }
        }
        Look look = lookAt(file, known);
        synchronized (LOOKS) {
            LOOKS.put(asked, look);
            if (LOOKS.size() > LOOKS_MAX) {
                LOOKS.remove(LOOKS.keySet().iterator().next());
            }
        }
        return look;
    }

    private static Look lookAt(DataFile file, List<Candidate> known) {
        Optional<ReadContent> found = Optional.empty();
        try (InputStream content = CompressedFiles.open(file)) {
            Pass pass = new Pass(content, known);
            try {
                pass.run();
            } finally {
                found = pass.found();
            }
            return new Look(found, true);
        } catch (EOFException e) {
            return new Look(found, false);
        } catch (IOException e) {
            // Whoever reads the content tells what is wrong with it.
            return new Look(found, true);
        }
    }

    /** A pass over the content. */
    private static final class Pass {
        private final InputStream content;
        private final List<Candidate> known;
        private final byte[] head = new byte[GrowingFile.TAG_BYTES];
        private final byte[] buffer = new byte[GrowingFile.TAG_BYTES + BLOCK_BYTES];
        private final List<ReadContent> matches = new ArrayList<>();
        private long position;
        private long lineEnd;
        private long blanks;

        Pass(InputStream content, List<Candidate> known) {
            this.content = content;
            this.known = known;
        }

        /** Goes on to the next place of interest, or a block, keeping the last bytes before it. */
        void run() throws IOException {
            int next = 0;
            int kept = 0;
            while (true) {
                while (next < known.size() && known.get(next).end() == position) {
                    match(known.get(next), kept);
                    next++;
                }
                long wanted = next < known.size() ? known.get(next).end() - position : BLOCK_BYTES;
                int read = content.read(buffer, kept, (int) Math.min(BLOCK_BYTES, wanted));
                if (read < 0) {
                    return;
                }
                take(kept, read);
                int filled = kept + read;
                kept = Math.min(filled, GrowingFile.TAG_BYTES);
                System.arraycopy(buffer, filled - kept, buffer, 0, kept);
            }
        }

        private void take(int start, int count) {
            for (int i = start; i < start + count; i++) {
                if (position < head.length) {
                    head[(int) position] = buffer[i];
                }
                if (blanks == position && LineRecords.isBlank(buffer[i])) {
                    blanks++;
                }
                position++;
                if (buffer[i] == '\n') {
                    lineEnd = position;
                }
            }
        }

        private void match(Candidate part, int kept) {
            MessageDigest digest = Digests.sha256();
            int first = (int) Math.min(head.length, position);
            digest.update(head, 0, first);
            int last = (int) Math.min(kept, position - first);
            digest.update(Arrays.copyOfRange(buffer, kept - last, kept));
            if (GrowingFile.digits(digest).equals(part.tag())) {
                matches.add(new ReadContent(part.name(), position, boundary(), false));
            }
        }

        /** Where a record begins that may go on, as {@link GrowingFile#endOfLines} has it. */
        long boundary() {
            return blanks >= lineEnd ? 0 : lineEnd;
        }

        /** The longest match. */
        Optional<ReadContent> found() {
            if (matches.isEmpty()) {
                return Optional.empty();
            }
            long end = matches.get(matches.size() - 1).end();
            return matches.stream()
                    .filter(match -> match.end() == end)
                    .findFirst()
                    .map(match -> new ReadContent(match.name(), end, match.boundary(), position > end));
        }
    }
}
