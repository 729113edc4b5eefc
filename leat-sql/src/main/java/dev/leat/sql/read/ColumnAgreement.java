package dev.leat.sql.read;

import dev.leat.pipeline.SourceDefinition;
import dev.leat.pipeline.SourceOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether the files of a source have the same columns, so that no file is misread because its columns are others than before.
 * Spark takes the values of a CSV file by their places, whatever its header says, and gives NULL for what a Parquet file does
 * not have. A header may have other names than the source declares, if all files have it; but a column that is declared may
 * not stand elsewhere, and a header that has some of the names has to have all of them.
 */
final class ColumnAgreement {
    /** Of files that are not compared. */
    static final ColumnAgreement NONE = new ColumnAgreement(List.of(), List.of(), List.of(), false);

    private final List<String> declared;
    private final List<String> ofFolders;
    private final boolean addsColumns;
    private final Optional<DataFile> oldest;
    private Optional<FileColumns> expected = Optional.empty();

    private ColumnAgreement(List<String> declared, List<String> ofFolders, List<DataFile> files, boolean addsColumns) {
        this.ofFolders = List.copyOf(ofFolders);
        this.addsColumns = addsColumns;
        this.declared = List.copyOf(declared);
        this.oldest = files.stream()
                .filter(file -> file.bytes() > 0)
                .min(Comparator.comparingLong(DataFile::modifiedMicros).thenComparing(DataFile::path));
    }

    /**
     * That of a source.
     *
     * @param declared the columns in the files, without that of corrupt records
     * @param ofFolders columns that the names of folders give; files may have them, too
     * @param files all that it has
     */
    static ColumnAgreement of(
            SourceDefinition source, List<String> declared, List<String> ofFolders, List<DataFile> files) {
        Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(source.options());
        boolean addsColumns = SourceOptions.isAddingMode(options.get(SourceOptions.SCHEMA_EVOLUTION_MODE));
        return addsColumns || isDemanded(source, options)
                ? new ColumnAgreement(declared, ofFolders, files, addsColumns)
                : NONE;
    }

    private static boolean isDemanded(SourceDefinition source, Map<String, String> options) {
        String format = source.format().toLowerCase(Locale.ROOT);
        boolean tells = format.equals("csv")
                ? Boolean.parseBoolean(options.get("header"))
                : format.equals("parquet") && !Boolean.parseBoolean(options.get("mergeSchema"));
        return tells && !SourceOptions.isNoEvolutionMode(options.get(SourceOptions.SCHEMA_EVOLUTION_MODE));
    }

    /** Reads what a file says of its columns; empty if it says nothing yet. */
    @FunctionalInterface
    interface Columns {
        Optional<FileColumns> find(DataFile file) throws IOException;
    }

    /** What is wrong with the columns of a file, in words. */
    Optional<String> findProblem(DataFile file, Columns columns) throws IOException {
        if (oldest.isEmpty()) {
            return Optional.empty();
        }
        Optional<FileColumns> found = columns.find(file);
        if (addsColumns) {
            return found.isEmpty() ? Optional.empty() : findProblemByName(file, found.get(), columns);
        }
        if (found.isEmpty() || (found.get().isHeader() && found.get().agreesWith(FileColumns.ofHeader(declared)))) {
            return Optional.empty();
        }
        if (found.get().isHeader() && contradicts(found.get().names())) {
            return Optional.of(text(
                    file,
                    found.get(),
                    FileColumns.ofHeader(declared),
                    "the source has " + String.join(", ", declared)));
        }
        Optional<FileColumns> others = expected(columns);
        return others.filter(first -> !first.agreesWith(found.get()))
                .map(first ->
                        text(file, found.get(), first, oldest.get().path().getFileName() + " has " + first.text()));
    }

    /** Files may have some of the columns only, in any order, but none that the source does not have yet, nor one twice. */
    private Optional<String> findProblemByName(DataFile file, FileColumns found, Columns columns) throws IOException {
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.addAll(declared);
        known.addAll(ofFolders);
        List<String> strange =
                found.names().stream().filter(name -> !known.remove(name)).toList();
        if (!strange.isEmpty() || known.containsAll(declared)) {
            return Optional.of("Cannot read " + file.path() + ": its columns are " + found.text()
                    + ", and the source has " + String.join(", ", declared)
                    + (strange.isEmpty() ? "" : " (new, or there twice: " + String.join(", ", strange) + ")")
                    + ". Nothing of it was read. Declare what is new: it is NULL in the files that do not have it. Where"
                    + " columns are inferred, start the run again");
        }
        Map<String, String> types = found.byName();
        Optional<FileColumns> first = types.isEmpty() ? Optional.empty() : expected(columns);
        List<String> others = new ArrayList<>();
        first.ifPresent(oldest -> oldest.byName().forEach((name, type) -> {
            String now = types.getOrDefault(name, type);
            if (!now.equals(type)) {
                others.add(name + " is " + now + ", not " + type);
            }
        }));
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of("Cannot read " + file.path() + ": its columns are " + found.text() + ", and "
                        + oldest.orElseThrow().path().getFileName() + " has others (" + String.join("; ", others)
                        + "). Nothing of it was read. Mend the file, or make it a source of its own");
    }

    private synchronized Optional<FileColumns> expected(Columns columns) throws IOException {
        if (expected.isEmpty()) {
            expected = columns.find(oldest.orElseThrow());
        }
        return expected;
    }

    /** Whether a declared column stands in another place, or some of them are there and others not. */
    private boolean contradicts(List<String> header) {
        boolean knowsSome = false;
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            boolean isHere = i < declared.size() && FileColumns.isSame(name, declared.get(i));
            if (!isHere && declared.stream().anyMatch(column -> FileColumns.isSame(name, column))) {
                return true;
            }
            knowsSome |= isHere;
        }
        return knowsSome && header.size() != declared.size();
    }

    private static String text(DataFile file, FileColumns found, FileColumns wanted, String expectation) {
        List<String> differences = new ArrayList<>();
        list("new", found.names(), wanted.names()).ifPresent(differences::add);
        list("missing", wanted.names(), found.names()).ifPresent(differences::add);
        Map<String, String> types = wanted.byName();
        found.byName().forEach((name, type) -> {
            String before = types.getOrDefault(name, type);
            if (!before.equals(type)) {
                differences.add(name + " is " + type + ", not " + before);
            }
        });
        if (differences.isEmpty()) {
            differences.add("their order is another one");
        }
        return "Cannot read " + file.path() + ": its columns are " + found.text() + ", and " + expectation + " ("
                + String.join("; ", differences)
                + "). Nothing of it was read. Mend the file, or make it a source of its own,"
                + " or set the option " + SourceOptions.SCHEMA_EVOLUTION_MODE
                + " of the source to 'none', to read all files by the source's columns as Spark does";
    }

    private static Optional<String> list(String word, List<String> names, List<String> others) {
        List<String> only = names.stream()
                .filter(name -> others.stream().noneMatch(other -> FileColumns.isSame(name, other)))
                .toList();
        return only.isEmpty() ? Optional.empty() : Optional.of(word + ": " + String.join(", ", only));
    }
}
