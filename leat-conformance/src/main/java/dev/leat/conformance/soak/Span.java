package dev.leat.conformance.soak;

import java.util.Random;

/** A time that is drawn at random, in seconds. */
record Span(int least, int most) {
    int seconds(Random random) {
        return least + random.nextInt(most - least + 1);
    }
}
