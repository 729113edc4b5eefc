package dev.leat.conformance.cluster;

/** What is killed. */
enum Victim {
    EXECUTOR,
    WORKER,
    DATA_NODE,
    DRIVER,
    LEAT
}
