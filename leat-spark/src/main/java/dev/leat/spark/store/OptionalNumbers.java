package dev.leat.spark.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.OptionalLong;

/** Numbers that may be absent, in JSON: null then. */
final class OptionalNumbers {
    private OptionalNumbers() {}

    static Module module() {
        return new SimpleModule("leat-optional-numbers")
                .addSerializer(OptionalLong.class, new Writer())
                .addDeserializer(OptionalLong.class, new Reader());
    }

    private static final class Writer extends StdSerializer<OptionalLong> {
        private static final long serialVersionUID = 1;

        Writer() {
            super(OptionalLong.class);
        }

        @Override
        public void serialize(OptionalLong number, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (number.isPresent()) {
                out.writeNumber(number.getAsLong());
            } else {
                out.writeNull();
            }
        }
    }

    private static final class Reader extends StdDeserializer<OptionalLong> {
        private static final long serialVersionUID = 1;

        Reader() {
            super(OptionalLong.class);
        }

        @Override
        public OptionalLong deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return OptionalLong.of(in.getLongValue());
        }

        @Override
        public OptionalLong getNullValue(DeserializationContext context) {
            return OptionalLong.empty();
        }
    }
}
