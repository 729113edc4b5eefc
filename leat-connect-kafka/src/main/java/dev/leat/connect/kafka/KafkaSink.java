package dev.leat.connect.kafka;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * A sink as its options say it is.
 *
 * @param topic of the rows that name none
 * @param writer the transactional id of its producer, and the name of the group that has the number of the last commit
 */
record KafkaSink(String name, ClientOptions client, String topic, String writer) {
    private static final String TOPIC = "topic";

    static KafkaSink of(Sink sink, String project) {
        List<String> problems = new ArrayList<>();
        ClientOptions client = ClientOptions.ofProducer(sink.options(), problems);
        Optional<String> topic = sink.options().entrySet().stream()
                .filter(option -> option.getKey().equalsIgnoreCase(TOPIC))
                .map(Map.Entry::getValue)
                .findFirst();
        if (topic.isEmpty()) {
            problems.add("The sink " + sink.name() + " has no topic; add the option " + TOPIC);
        }
        if (!problems.isEmpty()) {
            throw new LeatException(problems.stream()
                    .map(problem -> Diagnostic.of(ErrorCode.OPTION, problem, sink.position()))
                    .toList());
        }
        String name = sink.name().simpleName();
        String writer = client.find(ProducerConfig.TRANSACTIONAL_ID_CONFIG).orElse("leat." + project + "." + name);
        return new KafkaSink(name, client, topic.orElseThrow(), writer);
    }
}
