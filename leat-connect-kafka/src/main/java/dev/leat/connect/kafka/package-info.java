/** Kafka topics as sources and sinks. The only package that uses Kafka's client. */
@NullMarked
package dev.leat.connect.kafka;

import org.jspecify.annotations.NullMarked;
