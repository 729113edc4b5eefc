/** Plans and expressions as text: Spark SQL that means the same, and trees for people. */
@NullMarked
package dev.leat.plan.text;

import org.jspecify.annotations.NullMarked;
