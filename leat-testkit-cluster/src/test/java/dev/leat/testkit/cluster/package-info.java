/** That clusters start, do work, and go on without what is killed. */
@NullMarked
package dev.leat.testkit.cluster;

import org.jspecify.annotations.NullMarked;
