/**
 * Spark's parser, analyzer and rewrite rules, run without a SparkContext. Nothing here knows our algebra; nothing of
 * Spark's leaves {@code leat-sql}.
 */
@NullMarked
package dev.leat.sql.analysis;

import org.jspecify.annotations.NullMarked;
