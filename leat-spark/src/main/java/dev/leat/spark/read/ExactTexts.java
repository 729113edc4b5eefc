package dev.leat.spark.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Texts of JSON for {@code from_json}, which makes of them what Spark's reader of files makes of the bytes. These differ in two
 * things. What is no text, where a column is STRING, the reader takes as it stands, and the function writes anew, with other digits and
 * blanks: so it is put into quotes here. Bytes that are not UTF-8 the reader finds wrong, and the function
 * replaces: so they are made what is wrong as text, too.
 */
final class ExactTexts implements UDF1<byte[], byte[]> {
    private static final long serialVersionUID = 1L;

    /** What no option allows, after a backslash or not. */
    private static final byte[] FAULT = "\u0001\\u!".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** What JSON may have by options of Spark's, and whether it may without them. */
    private static final Map<String, Feature> FEATURES = Map.of(
            "allowComments", new Feature(JsonReadFeature.ALLOW_JAVA_COMMENTS, false),
            "allowUnquotedFieldNames", new Feature(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, false),
            "allowSingleQuotes", new Feature(JsonReadFeature.ALLOW_SINGLE_QUOTES, true),
            "allowNumericLeadingZeros", new Feature(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS, false),
            "allowNonNumericNumbers", new Feature(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, true),
            "allowBackslashEscapingAnyCharacter",
                    new Feature(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER, false),
            "allowUnquotedControlChars", new Feature(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS, false));

    private final StructType schema;
    private final TreeSet<JsonReadFeature> features = new TreeSet<>();

    private transient @Nullable JsonFactory factory;

    private record Feature(JsonReadFeature feature, boolean isUsual) {}

    /**
     * Texts of objects, or of arrays of them.
     *
     * @param options of Spark's reader
     */
    ExactTexts(StructType schema, Map<String, String> options) {
        this.schema = schema;
        Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        given.putAll(options);
        FEATURES.forEach((option, feature) -> {
            if (Boolean.parseBoolean(given.getOrDefault(option, Boolean.toString(feature.isUsual())))) {
                features.add(feature.feature());
            }
        });
    }

    @Override
    public byte @Nullable [] call(byte @Nullable [] value) throws IOException {
        if (value == null) {
            return null;
        }
        byte[] text = withoutMark(value);
        Quoting quoting = new Quoting(isUtf8(text) ? text : withFaults(text));
        try (JsonParser parser = factory().createParser(quoting.text)) {
            JsonToken root = parser.nextToken();
            if (root == JsonToken.START_ARRAY) {
                while (next(parser) != JsonToken.END_ARRAY) {
                    quoting.walk(parser, schema);
                }
            } else if (root != null) {
                quoting.walk(parser, schema);
            }
            return quoting.text();
        } catch (JsonProcessingException | EndOfText e) {
            // Who parses it for its values meets the same, and tells of it.
            return quoting.text();
        }
    }

    /** Of fewer bytes than tell an encoding the reader takes it for text. */
    private static byte[] withoutMark(byte[] text) {
        int length = BYTE_ORDER_MARK.length;
        boolean hasMark = text.length > length && Arrays.equals(text, 0, length, BYTE_ORDER_MARK, 0, length);
        return hasMark ? Arrays.copyOfRange(text, length, text.length) : text;
    }

    private static boolean isUtf8(byte[] text) {
        for (byte value : text) {
            if (value < 0) {
                return withFaults(text).length == text.length;
            }
        }
        return true;
    }

    /** The text with what is no JSON, wherever it stands, in place of what is no UTF-8. */
    private static byte[] withFaults(byte[] text) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(text);
        CharBuffer out = CharBuffer.allocate(text.length);
        ByteArrayOutputStream mended = new ByteArrayOutputStream();
        while (in.hasRemaining()) {
            int start = in.position();
            CoderResult result = decoder.decode(in, out.clear(), true);
            mended.write(text, start, in.position() - start);
            if (result.isError()) {
                mended.writeBytes(FAULT);
                in.position(in.position() + result.length());
                decoder.reset();
            }
        }
        return mended.toByteArray();
    }

    /** Each executor has its own. */
    private JsonFactory factory() {
        JsonFactory known = factory;
        if (known == null) {
            JsonFactoryBuilder builder = new JsonFactoryBuilder();
            features.forEach(builder::enable);
            known = builder.build();
            factory = known;
        }
        return known;
    }

    /** The text ends within a value. */
    private static final class EndOfText extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static JsonToken next(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new EndOfText();
        }
        return token;
    }

    /** Copies a text, and puts parts of it into quotes. */
    private static final class Quoting {
        private final byte[] text;
        private final ByteArrayOutputStream copy = new ByteArrayOutputStream();
        private int copied;

        Quoting(byte[] text) {
            this.text = text;
        }

        /** Goes over the value at which the parser stands. */
        void walk(JsonParser parser, DataType type) throws IOException {
            JsonToken token = parser.currentToken();
            if (type instanceof StringType) {
                if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NULL) {
                    quote(parser);
                }
            } else if (token == JsonToken.START_OBJECT && type instanceof StructType struct) {
                fields(parser, struct);
            } else if (token == JsonToken.START_OBJECT && type instanceof MapType map) {
                while (next(parser) != JsonToken.END_OBJECT) {
                    next(parser);
                    walk(parser, map.valueType());
                }
            } else if (token == JsonToken.START_ARRAY && type instanceof ArrayType array) {
                while (next(parser) != JsonToken.END_ARRAY) {
                    walk(parser, array.elementType());
                }
            } else {
                parser.skipChildren();
            }
        }

        private void fields(JsonParser parser, StructType struct) throws IOException {
            List<String> names = Arrays.asList(struct.fieldNames());
            while (next(parser) != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                next(parser);
                if (names.contains(name)) {
                    walk(parser, struct.apply(name).dataType());
                } else {
                    parser.skipChildren();
                }
            }
        }

        private static int offset(long position) {
            return Math.toIntExact(Math.max(0, position));
        }

        private void quote(JsonParser parser) throws IOException {
            int start = offset(parser.currentTokenLocation().getByteOffset());
            parser.skipChildren();
            int stop = offset(parser.currentLocation().getByteOffset());
            copy.write(text, copied, start - copied);
            copy.write('"');
            for (int i = start; i < stop; i++) {
                write(text[i]);
            }
            copy.write('"');
            copied = stop;
        }

        private void write(byte value) throws IOException {
            if (value == '"' || value == '\\') {
                copy.write('\\');
            }
            if (value >= 0 && value < ' ') {
                copy.write(String.format("\\u%04x", value).getBytes(StandardCharsets.US_ASCII));
            } else {
                copy.write(value);
            }
        }

        byte[] text() {
            if (copied == 0) {
                return text;
            }
            copy.write(text, copied, text.length - copied);
            return copy.toByteArray();
        }
    }
}
