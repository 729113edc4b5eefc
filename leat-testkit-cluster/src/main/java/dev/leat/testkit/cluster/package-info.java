/** Real clusters for tests, each process a JVM of its own on 127.0.0.1: Spark, HDFS with and without Kerberos, YARN. */
@NullMarked
package dev.leat.testkit.cluster;

import org.jspecify.annotations.NullMarked;
