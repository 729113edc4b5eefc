package dev.leat.plan;

import dev.leat.digest.Digests;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.plan.Expression.LambdaVariable;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The content of one node as bytes that say nothing else. Written by going through the components of records, so that no
 * component, of today or later, can be forgotten: a record is its class's name and its components, a text its length and
 * characters, a list its size and items. Positions and the inputs of a node are left out.
 */
final class CanonicalForm {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final Map<String, Integer> lambdaVariables = new HashMap<>();

    /** The node with columns that have no id and no name, and references that count the inputs' columns. */
    static Plan local(Plan node) {
        List<Column> inputs = new ArrayList<>();
        node.inputs().forEach(input -> inputs.addAll(input.output()));
        Map<Integer, Integer> indexes = new HashMap<>();
        inputs.forEach(column -> indexes.putIfAbsent(column.id(), indexes.size()));
        return node.accept(new PlanCopy(
                node.inputs(),
                column -> numbered(column, 0),
                expression -> Expressions.mapColumns(
                        expression, column -> numbered(column, indexes.getOrDefault(column.id(), -1)))));
    }

    private static Column numbered(Column column, int id) {
        return new Column(id, "", column.type(), column.nullable());
    }

    void write(Object value) {
        try {
            writeValue(value);
        } catch (IOException e) {
            throw new LeatException(ErrorCode.INTERNAL, "A buffer in memory cannot be written", e);
        }
    }

    private void writeValue(Object value) throws IOException {
        if (value instanceof String text) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_16BE);
            out.writeInt(encoded.length);
            out.write(encoded);
        } else if (value instanceof Integer || value instanceof Long) {
            out.writeLong(((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Enum<?> constant) {
            writeValue(constant.name());
        } else if (value instanceof OptionalLong number) {
            writeValue(number.isPresent() ? List.of(number.getAsLong()) : List.of());
        } else if (value instanceof Optional<?> optional) {
            writeValue(optional.filter(present -> !(present instanceof SourcePosition)).stream()
                    .toList());
        } else if (value instanceof List<?> list) {
            List<?> items =
                    list.stream().filter(item -> !(item instanceof Plan)).toList();
            out.writeInt(items.size());
            for (Object item : items) {
                writeValue(item);
            }
        } else if (value instanceof LambdaVariable variable) {
            Integer number = lambdaVariables.computeIfAbsent(variable.name(), name -> lambdaVariables.size());
            writeRecord(new LambdaVariable("v" + number, variable.type(), variable.nullable()));
        } else if (value instanceof Record content) {
            writeRecord(content);
        } else {
            throw new LeatException(ErrorCode.INTERNAL, "No canonical form of " + value.getClass());
        }
    }

    private void writeRecord(Record content) throws IOException {
        writeValue(content.getClass().getSimpleName());
        for (RecordComponent component : content.getClass().getRecordComponents()) {
            if (!Plan.class.isAssignableFrom(component.getType())) {
                writeValue(valueOf(content, component));
            }
        }
    }

    private static Object valueOf(Record content, RecordComponent component) {
        try {
            return component.getAccessor().invoke(content);
        } catch (ReflectiveOperationException e) {
            throw new LeatException(ErrorCode.INTERNAL, "A record's component cannot be read: " + component, e);
        }
    }

    String digest() {
        return Digests.sha256(bytes.toByteArray());
    }
}
