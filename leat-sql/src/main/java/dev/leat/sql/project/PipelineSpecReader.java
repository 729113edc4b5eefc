package dev.leat.sql.project;

import dev.leat.error.ErrorCode;
import dev.leat.error.NearestName;
import dev.leat.error.SourcePosition;
import dev.leat.sql.project.PipelineSpec.Library;
import dev.leat.sql.project.PipelineSpec.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads {@code spark-pipeline.yml} with the fields Spark 4.1 knows, and reports everything that is wrong with it. */
final class PipelineSpecReader {
    private static final List<String> FIELDS =
            List.of("name", "storage", "catalog", "database", "schema", "configuration", "libraries");

    private final SourceFile file;
    private final Problems problems;

    PipelineSpecReader(SourceFile file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The spec; fields that are wrong are left out, and empty if the text is no YAML mapping at all. */
    Optional<PipelineSpec> read() {
        Optional<Node> root = compose();
        if (root.isEmpty()) {
            return Optional.empty();
        }
        Optional<Map<String, Node>> fields = mapping(root.get(), "the pipeline spec", FIELDS);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Node> known = fields.get();
        for (String required : List.of("name", "libraries")) {
            if (!known.containsKey(required)) {
                wrong(root.get(), "The pipeline spec lacks the field " + required);
            }
        }
        if (known.containsKey("database") && known.containsKey("schema")) {
            wrong(known.get("schema"), "The fields database and schema mean the same; write only one of them");
        }
        // Where Spark keeps checkpoints. Leat keeps its state beside the project, so the value has no effect.
        text(known, "storage");
        Optional<String> schema = text(known, "database").or(() -> text(known, "schema"));
        return Optional.of(new PipelineSpec(
                text(known, "name").orElse(""),
                text(known, "catalog"),
                schema,
                configuration(known),
                libraries(known)));
    }

    private Optional<Node> compose() {
        LoadSettings settings =
                LoadSettings.builder().setLabel(file.name()).setUseMarks(true).build();
        try {
            Optional<Node> root = new Compose(settings).composeString(file.text());
            if (root.isEmpty()) {
                problems.add(
                        ErrorCode.PROJECT,
                        file.position(0, 1),
                        "The pipeline spec is empty; expected the fields name and libraries");
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            SourcePosition position = e.getProblemMark().map(this::position).orElse(file.position(0, 1));
            String context = e.getContext() == null ? "" : " " + e.getContext();
            problems.add(ErrorCode.SYNTAX, position, "Not valid YAML:" + context + " " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(ErrorCode.SYNTAX, file.position(0, 1), "Not valid YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** The entries of a mapping; unknown and repeated keys are reported. Without known keys, any text is a key. */
    private Optional<Map<String, Node>> mapping(Node node, String what, List<String> knownKeys) {
        if (!(node instanceof MappingNode mapping)) {
            wrong(node, "Expected " + what + " as keys with values");
            return Optional.empty();
        }
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            Node keyNode = entry.getKeyNode();
            if (!(keyNode instanceof ScalarNode scalar) || !isText(scalar)) {
                wrong(keyNode, "A key of " + what + " must be a string");
                continue;
            }
            String key = scalar.getValue();
            if (!knownKeys.isEmpty() && !knownKeys.contains(key)) {
                wrong(keyNode, "Unknown field " + key + " in " + what + unknownHint(key, knownKeys));
            } else if (entries.put(key, entry.getValueNode()) != null) {
                wrong(keyNode, "The field " + key + " of " + what + " is there twice");
            }
        }
        return Optional.of(entries);
    }

    private static String unknownHint(String key, List<String> known) {
        if (key.equals("definitions")) {
            return "; its name since Spark 4.1 is libraries";
        }
        String near = NearestName.hint(key, known);
        return near.isEmpty() ? "; known are " + String.join(", ", known) : near;
    }

    private Optional<String> text(Map<String, Node> fields, String key) {
        Node node = fields.get(key);
        if (node == null) {
            return Optional.empty();
        }
        return string(node, "the field " + key);
    }

    /** The value of a string; a number or boolean without quotes is an error, as in Spark. */
    private Optional<String> string(Node node, String what) {
        if (!(node instanceof ScalarNode scalar)) {
            wrong(node, "Expected a string for " + what);
            return Optional.empty();
        }
        if (!isText(scalar)) {
            wrong(
                    node,
                    scalar.getValue().isEmpty()
                            ? "Expected a string for " + what + ", found nothing"
                            : "Expected a string for " + what + ", found " + scalar.getValue()
                                    + "; write it in quotes: \"" + scalar.getValue() + "\"");
            return Optional.empty();
        }
        return Optional.of(scalar.getValue());
    }

    /** Whether Spark's YAML reader (YAML 1.1, unlike ours) takes it as a string. */
    private static boolean isText(ScalarNode node) {
        boolean isOldBoolean = node.isPlain() && node.getValue().matches("(?i:yes|no|on|off)");
        return node.getTag().equals(Tag.STR) && !isOldBoolean;
    }

    private List<Setting> configuration(Map<String, Node> fields) {
        List<Setting> settings = new ArrayList<>();
        Node node = fields.get("configuration");
        if (node == null) {
            return settings;
        }
        mapping(node, "configuration", List.of())
                .ifPresent(entries -> entries.forEach((key, value) -> string(value, "the setting " + key)
                        .ifPresent(text -> settings.add(new Setting(key, text, position(value))))));
        return settings;
    }

    private List<Library> libraries(Map<String, Node> fields) {
        List<Library> libraries = new ArrayList<>();
        Node node = fields.get("libraries");
        if (node == null) {
            return libraries;
        }
        if (!(node instanceof SequenceNode sequence)) {
            wrong(
                    node,
                    "Expected the field libraries as a list of entries such as - glob: {include: transformations/**}");
            return libraries;
        }
        for (Node entry : sequence.getValue()) {
            Optional<Map<String, Node>> library = mapping(entry, "an entry of libraries", List.of("glob"));
            Node glob = library.map(found -> found.get("glob")).orElse(null);
            if (glob == null) {
                library.filter(Map::isEmpty)
                        .ifPresent(empty -> wrong(entry, "An entry of libraries lacks the key glob"));
                continue;
            }
            Optional<Map<String, Node>> keys = mapping(glob, "glob", List.of("include"));
            Node include = keys.map(found -> found.get("include")).orElse(null);
            if (include == null) {
                lacks(glob, "A glob lacks the key include");
                continue;
            }
            string(include, "include").ifPresent(text -> libraries.add(new Library(text, position(include))));
        }
        return libraries;
    }

    /** Reports a missing key unless another key stands for it, which is reported itself. */
    private void lacks(Node node, String message) {
        if (node instanceof MappingNode mapping && mapping.getValue().isEmpty()) {
            wrong(node, message);
        }
    }

    private void wrong(Node node, String message) {
        problems.add(ErrorCode.PROJECT, position(node), message);
    }

    private SourcePosition position(Node node) {
        SourcePosition start = node.getStartMark().map(this::position).orElse(file.position(0, 1));
        int length = node instanceof ScalarNode scalar && scalar.isPlain()
                ? Math.max(1, scalar.getValue().length())
                : 1;
        return new SourcePosition(start.file(), start.line(), start.column(), length);
    }

    private SourcePosition position(Mark mark) {
        return new SourcePosition(file.name(), mark.getLine() + 1, mark.getColumn() + 1, 1);
    }
}
