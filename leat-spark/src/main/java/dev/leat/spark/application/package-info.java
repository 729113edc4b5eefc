/** The application that spark-submit starts. */
@NullMarked
package dev.leat.spark.application;

import org.jspecify.annotations.NullMarked;
