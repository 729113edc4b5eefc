package dev.leat.conformance.tpc;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** The processor time that executors spend, by what the driver says it works at when it starts a stage. */
final class ExecutorTimes extends SparkListener {
    /** The local property of the driver's thread that says it. */
    static final String WORK = "leat.work";

    private static final double NANOS = 1e9;

    private final Map<Integer, String> stages = new ConcurrentHashMap<>();
    private final Map<String, Long> nanos = new HashMap<>();

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted event) {
        stages.put(event.stageInfo().stageId(), event.properties().getProperty(WORK, ""));
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        String work = stages.getOrDefault(event.stageId(), "");
        nanos.merge(work, event.taskMetrics().executorCpuTime(), Long::sum);
    }

    /** The seconds of a work so far. */
    synchronized double seconds(String work) {
        return nanos.getOrDefault(work, 0L) / NANOS;
    }
}
