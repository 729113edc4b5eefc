/** A Kafka broker for tests, and its topics. */
@NullMarked
package dev.leat.testkit.kafka;

import org.jspecify.annotations.NullMarked;
