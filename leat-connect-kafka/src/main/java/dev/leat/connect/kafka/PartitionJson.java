package dev.leat.connect.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** Partitions and offsets in the JSON that Spark's options have. What is wrong is an IllegalArgumentException with the reason. */
final class PartitionJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PartitionJson() {}

    /** {@code {"topic": [0, 1]}}. */
    static Map<String, Set<Integer>> partitions(String json) {
        Map<String, Set<Integer>> partitions = new LinkedHashMap<>();
        object(json).properties().forEach(topic -> {
            require(topic.getValue().isArray(), topic.getKey() + " has no list of partitions");
            Set<Integer> numbers = new TreeSet<>();
            topic.getValue().forEach(number -> {
                require(number.isInt() && number.intValue() >= 0, number + " is no number of a partition");
                numbers.add(number.intValue());
            });
            partitions.put(topic.getKey(), numbers);
        });
        require(!partitions.isEmpty(), "no topic is named");
        return partitions;
    }

    /** {@code {"topic": {"0": 23}}}. */
    static Map<TopicPartition, Long> offsets(String json) {
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        object(json).properties().forEach(topic -> {
            require(topic.getValue().isObject(), topic.getKey() + " has no partitions with offsets");
            topic.getValue().properties().forEach(partition -> {
                require(partition.getKey().matches("\\d{1,9}"), partition.getKey() + " is no number of a partition");
                JsonNode offset = partition.getValue();
                require(
                        offset.canConvertToLong() && offset.isIntegralNumber() && offset.longValue() >= -2,
                        offset + " is no offset");
                offsets.put(
                        new TopicPartition(topic.getKey(), Integer.parseInt(partition.getKey())), offset.longValue());
            });
        });
        return offsets;
    }

    private static JsonNode object(String json) {
        try {
            JsonNode object = MAPPER.readTree(json);
            require(object.isObject(), "it is no JSON object");
            return object;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
